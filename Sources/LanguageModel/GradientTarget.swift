import Kernels

/// Where a backward pass adds gradients; nil for what is frozen.
package struct GradientTarget {
    /// Beside the base's parameters.
    package var base: FloatBuffer?
    /// Beside the adapter's parameters.
    package var adapter: FloatBuffer?

    package init(base: FloatBuffer? = nil, adapter: FloatBuffer? = nil) {
        self.base = base
        self.adapter = adapter
    }
}
