/// The names that this renderer knows; every other one is refused while parsing.
enum KnownNames {
    static let filters: Set<String> = [
        "abs", "attr", "batch", "capitalize", "center", "count", "d", "default", "dictsort", "e",
        "escape", "first", "float", "format", "groupby", "indent", "int", "items", "join", "last",
        "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace",
        "reverse", "round", "safe", "select", "selectattr", "slice", "sort", "string", "sum",
        "title", "tojson", "trim", "truncate", "unique", "upper", "wordcount",
    ]

    /// Filters that mark their result as HTML, which changes how it is joined to other text.
    ///
    /// They are let through only where nothing follows them.
    static let markupFilters: Set<String> = ["e", "escape", "safe"]

    static let tests: Set<String> = [
        "boolean", "callable", "defined", "divisibleby", "eq", "equalto", "escaped", "even",
        "false", "filter", "float", "ge", "greaterthan", "gt", "in", "integer", "iterable", "le",
        "lessthan", "lower", "lt", "mapping", "ne", "none", "number", "odd", "sameas", "sequence",
        "string", "test", "true", "undefined", "upper",
    ]

    /// Tests that `select` and its kind take by name although `is` cannot spell them.
    static let symbolTests: Set<String> = ["==", "!=", ">", ">=", "<", "<="]

    static let stringMethods: Set<String> = [
        "capitalize", "center", "count", "endswith", "find", "format", "index", "isalnum",
        "isalpha", "isascii", "isdecimal", "isdigit", "islower", "isspace", "istitle", "isupper",
        "join", "ljust", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace",
        "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines",
        "startswith", "strip", "swapcase", "title", "upper", "zfill",
    ]
    private static let otherStringAttributes: Set<String> = [
        "casefold", "encode", "expandtabs", "format_map", "isidentifier", "isnumeric",
        "isprintable", "maketrans", "translate",
    ]

    static let listMethods: Set<String> = ["copy", "count", "index"]
    static let listMutations: Set<String> = [
        "append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort",
    ]
    static let dictionaryMethods: Set<String> = ["copy", "get", "items", "keys", "values"]
    static let dictionaryMutations: Set<String> = [
        "clear", "pop", "popitem", "setdefault", "update",
    ]

    private static let numberAttributes: Set<String> = [
        "as_integer_ratio", "bit_count", "bit_length", "conjugate", "denominator", "from_bytes",
        "fromhex", "hex", "imag", "is_integer", "numerator", "real", "to_bytes",
    ]
    private static let iteratorAttributes: Set<String> = [
        "close", "gi_code", "gi_frame", "gi_running", "gi_yieldfrom", "send", "throw",
    ]
    private static let viewAttributes: Set<String> = ["isdisjoint", "mapping"]

    /// Methods of Python's types that no value of ours has; a call of one is refused by its name.
    static let otherMethods: Set<String> = otherStringAttributes.union(numberAttributes)
        .union(iteratorAttributes).union(["isdisjoint"])

    /// Attributes that Python's type has and this renderer does not.
    static func otherAttributes(of value: Value) -> Set<String> {
        switch value {
        case .string: otherStringAttributes
        case .bool, .integer, .float: numberAttributes
        case .dictionary: ["fromkeys"]
        case .view: viewAttributes
        case .iterator: iteratorAttributes
        case .tuple(let list) where !list.names.isEmpty: []
        case .macro: ["arguments", "caller", "catch_kwargs", "catch_varargs", "explicit_caller"]
        default: []
        }
    }

    /// Jinja2's globals that no template of a model needs.
    static let otherGlobals: Set<String> = ["cycler", "joiner", "lipsum"]

    /// Tags of Jinja2 and its extensions that are not for a template of one file.
    static let otherTags: Set<String> = [
        "autoescape", "block", "debug", "do", "extends", "from", "import", "include", "pluralize",
        "trans",
    ]
}
