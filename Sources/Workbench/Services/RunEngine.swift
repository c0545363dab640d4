/// What a run is computed in, and the memory that it was predicted to take.
package struct RunEngine: Sendable, Equatable {
    /// Of products: "float32" or "bfloat16".
    package var precision: String
    /// Of the base's weights: the same, or "int8" or "int4".
    package var base: String
    package var memoryGigabytes: Double?

    package init(precision: String, base: String, memoryGigabytes: Double? = nil) {
        self.precision = precision
        self.base = base
        self.memoryGigabytes = memoryGigabytes
    }
}
