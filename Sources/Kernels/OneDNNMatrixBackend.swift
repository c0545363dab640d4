#if ONEDNN
    import COneDNN

    /// Products through oneDNN, which generates code for the processor that it finds at run time.
    ///
    /// Weights are not reordered beforehand: the library's kernels read plain rows within a few
    /// percent of its own packed layouts from 128 rows on, and one copy then serves the forward
    /// pass, the backward pass and decoding (docs/performance.md).
    package struct OneDNNMatrixBackend: MatrixBackend {
        package let name: String
        package let isFastWithBFloat16: Bool

        package init() {
            let version = dnnl_version().pointee
            name = "oneDNN \(version.major).\(version.minor).\(version.patch)"
            let set = dnnl_get_effective_cpu_isa()
            isFastWithBFloat16 =
                set.rawValue & dnnl_cpu_isa_avx512_core_bf16.rawValue
                == dnnl_cpu_isa_avx512_core_bf16.rawValue
        }

        package func multiply(_ product: MatrixProduct) {
            guard product.m > 0, product.n > 0, product.k > 0,
                let primitive = OneDNNThread.current.primitive(for: product)
            else { return NaiveMatrixBackend().multiply(product) }
            primitive.run(product)
        }
    }
#endif
