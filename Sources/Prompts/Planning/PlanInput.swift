/// All that a stage plan is made from, besides the schedule.
package struct PlanInput: Sendable {
    package var layout: PromptLayout
    /// The training records.
    package var records: [PromptRecord]
    /// Where examples come from; the training records unless set smaller.
    package var bank: [PromptRecord]
    package var compressor: any TemplateCompressor
    package var selector: ExampleSelector
    package var cache: any CompressionCache
    /// Remembers what could not be compressed; nil tries it again each time.
    package var ledger: CompressionLedger?
    /// Whether what is not in the cache is compressed when it is asked for; otherwise that is an
    /// error, for a screen that must not wait.
    package var compressesMissing = true
    /// Told when a text is compressed.
    package var monitor = CompressionMonitor()
    /// Keeps rankings beyond the process; nil keeps them as long as the plan.
    package var rankingCache: (any RankingCache)?
    /// The longest prompt that the model takes, in tokens; nil where none is known.
    package var contextLimit: Int?
    /// Puts around a whole prompt's spans what the model is given besides them, such as by a chat
    /// template, as pinned spans without a role; nil adds nothing.
    package var dress: (@Sendable ([PromptSpan]) throws -> [PromptSpan])?
    /// The model's tokenizer; always asked for a whole text.
    package var countTokens: @Sendable (String) -> Int

    package init(
        layout: PromptLayout, records: [PromptRecord], bank: [PromptRecord]? = nil,
        compressor: any TemplateCompressor = RulesCompressor(),
        selector: ExampleSelector = ExampleSelector(BLEURetriever()),
        cache: any CompressionCache = InMemoryCompressionCache(),
        rankingCache: (any RankingCache)? = nil, contextLimit: Int? = nil,
        dress: (@Sendable ([PromptSpan]) throws -> [PromptSpan])? = nil,
        countTokens: @escaping @Sendable (String) -> Int
    ) {
        self.layout = layout
        self.records = records
        self.bank = bank ?? records
        self.compressor = compressor
        self.selector = selector
        self.cache = cache
        self.rankingCache = rankingCache
        self.contextLimit = contextLimit
        self.dress = dress
        self.countTokens = countTokens
    }
}
