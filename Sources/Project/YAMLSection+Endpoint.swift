extension YAMLSection {
    /// The base of an OpenAI-compatible API under the key "endpoint"; nil where it is absent.
    func endpointURL() -> String? {
        guard let url = optionalText("endpoint") else { return nil }
        if !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            log.add(
                "\(full("endpoint")) is \"\(url)\", which is no address of the web.",
                "Write it as https://HOST/v1.", at: mark("endpoint"))
        }
        return url
    }

    /// The name of an environment variable under "key_variable"; nil where it is absent.
    func keyVariable() -> String? {
        guard let name = optionalText("key_variable") else { return nil }
        if name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil {
            // The text is not repeated: it may be the key itself.
            log.add(
                "\(full("key_variable")) is no name of an environment variable.",
                "Write the variable's name, such as OPENAI_API_KEY, never the key.",
                at: mark("key_variable"))
        }
        return name
    }
}
