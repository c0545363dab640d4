#if ONEDNN
    import COneDNN

    /// Products through oneDNN, which generates code for the processor that it finds at run time.
    package struct OneDNNMatrixBackend: MatrixBackend {
        package let name: String

        package init() {
            let version = dnnl_version().pointee
            name = "oneDNN \(version.major).\(version.minor).\(version.patch)"
        }

        package func multiply(_ p: MatrixProduct) {
            // dnnl_sgemm is row-major, unlike the BLAS function of that name. It fails on sizes
            // and strides that contradict each other only: a mistake of ours, hence a trap.
            let status = dnnl_sgemm(
                p.isATransposed ? Self.transposed : Self.plain,
                p.isBTransposed ? Self.transposed : Self.plain,
                dnnl_dim_t(p.m), dnnl_dim_t(p.n), dnnl_dim_t(p.k), p.alpha,
                p.a, dnnl_dim_t(p.aStride), p.b, dnnl_dim_t(p.bStride), p.beta,
                p.c, dnnl_dim_t(p.cStride))
            precondition(status == dnnl_success, "dnnl_sgemm refused its operands: \(status)")
        }

        private static let transposed = CChar(UInt8(ascii: "T"))
        private static let plain = CChar(UInt8(ascii: "N"))
    }
#endif
