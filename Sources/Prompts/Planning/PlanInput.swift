/// All that a stage plan is made from, besides the schedule.
package struct PlanInput: Sendable {
    package var layout: PromptLayout
    /// The training records.
    package var records: [PromptRecord]
    /// Where examples come from; the training records unless set smaller.
    package var bank: [PromptRecord]
    package var compressor: any TemplateCompressor
    package var retriever: any ExampleRetriever
    package var cache: any CompressionCache
    /// The longest prompt that the model takes, in tokens; nil where none is known.
    package var contextLimit: Int?
    /// Makes of spans the text that the model is given, such as by a chat template.
    package var renderText: @Sendable ([PromptSpan]) -> String
    /// The model's tokenizer; always asked for a whole text.
    package var countTokens: @Sendable (String) -> Int

    package init(
        layout: PromptLayout, records: [PromptRecord], bank: [PromptRecord]? = nil,
        compressor: any TemplateCompressor = RulesCompressor(),
        retriever: any ExampleRetriever = BLEURetriever(),
        cache: any CompressionCache = InMemoryCompressionCache(), contextLimit: Int? = nil,
        renderText: @escaping @Sendable ([PromptSpan]) -> String = { $0.joinedText },
        countTokens: @escaping @Sendable (String) -> Int
    ) {
        self.layout = layout
        self.records = records
        self.bank = bank ?? records
        self.compressor = compressor
        self.retriever = retriever
        self.cache = cache
        self.contextLimit = contextLimit
        self.renderText = renderText
        self.countTokens = countTokens
    }
}
