#if ONEDNN
    import COneDNN
    import Foundation

    /// What one thread keeps of oneDNN: primitives by the shape of their product, and scratch
    /// memory.
    ///
    /// A primitive takes up to half a millisecond to make, since its code is generated, and is not
    /// meant to run on two threads at once with one scratchpad. So each thread has its own.
    final class OneDNNThread {
        private var engine: dnnl_engine_t?
        private var stream: dnnl_stream_t?
        private var primitives: [OneDNNProductShape: OneDNNProduct] = [:]
        /// Shapes that the library refused, which are then computed without it.
        private var refused: Set<OneDNNProductShape> = []
        private var scratchpad = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
        private var scratchpadByteCount = 64

        /// Shapes repeat within a run; this many at once means that they do not.
        private static let capacity = 4_096

        private init() {
            // Debian's library runs on GNU OpenMP. A team of one keeps each product on the thread
            // that asked for it, so that two pools never fight for the cores.
            omp_set_num_threads(1)
            dnnl_engine_create(&engine, dnnl_cpu, 0)
            if let engine {
                dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue))
            }
        }

        deinit {
            primitives = [:]
            scratchpad.deallocate()
            if let stream { dnnl_stream_destroy(stream) }
            if let engine { dnnl_engine_destroy(engine) }
        }

        private static let key: pthread_key_t = {
            var key = pthread_key_t()
            pthread_key_create(&key) { pointer in
                if let pointer { Unmanaged<OneDNNThread>.fromOpaque(pointer).release() }
            }
            return key
        }()

        /// The calling thread's.
        static var current: OneDNNThread {
            if let pointer = pthread_getspecific(key) {
                return Unmanaged<OneDNNThread>.fromOpaque(pointer).takeUnretainedValue()
            }
            let made = OneDNNThread()
            pthread_setspecific(key, Unmanaged.passRetained(made).toOpaque())
            return made
        }

        /// Nil where the library does not compute such a product.
        func primitive(for product: MatrixProduct) -> OneDNNProduct? {
            let shape = OneDNNProductShape(product)
            if let known = primitives[shape] { return known }
            guard !refused.contains(shape) else { return nil }
            guard let engine, let stream,
                let made = OneDNNProduct(shape, engine: engine, stream: stream)
            else {
                refused.insert(shape)
                return nil
            }
            if primitives.count >= Self.capacity { primitives = [:] }
            reserve(made.scratchpadByteCount)
            primitives[shape] = made
            return made
        }

        /// At least as large as the largest primitive asks for.
        var scratch: UnsafeMutableRawPointer { scratchpad }

        private func reserve(_ byteCount: Int) {
            guard byteCount > scratchpadByteCount else { return }
            scratchpad.deallocate()
            scratchpad = .allocate(byteCount: byteCount, alignment: 64)
            scratchpadByteCount = byteCount
        }
    }

    /// Everything about a product but where its operands lie.
    struct OneDNNProductShape: Hashable {
        let m: Int
        let n: Int
        let k: Int
        let aStride: Int
        let bStride: Int
        let cStride: Int
        let operandType: ScalarType
        let resultType: ScalarType
        let isATransposed: Bool
        let isBTransposed: Bool
        let accumulates: Bool

        init(_ product: MatrixProduct) {
            precondition(product.a.type == product.b.type, "The operands differ in type")
            (m, n, k) = (product.m, product.n, product.k)
            (aStride, bStride, cStride) = (
                product.a.stride, product.b.stride, product.c.stride
            )
            (operandType, resultType) = (product.a.type, product.c.type)
            (isATransposed, isBTransposed) = (product.isATransposed, product.isBTransposed)
            accumulates = product.accumulates
        }
    }

    /// A product of one shape, ready to run on operands anywhere.
    final class OneDNNProduct {
        let scratchpadByteCount: Int
        private let primitive: dnnl_primitive_t
        private let stream: dnnl_stream_t
        /// A, B, C and the scratchpad.
        private let memories: [dnnl_memory_t]
        private let arguments: [dnnl_exec_arg_t]

        init?(_ shape: OneDNNProductShape, engine: dnnl_engine_t, stream: dnnl_stream_t) {
            self.stream = stream
            var a = Self.description(
                shape.m, shape.k, shape.operandType, shape.aStride, shape.isATransposed)
            var b = Self.description(
                shape.k, shape.n, shape.operandType, shape.bStride, shape.isBTransposed)
            var c = Self.description(shape.m, shape.n, shape.resultType, shape.cStride, false)
            var operation = dnnl_matmul_desc_t()
            guard dnnl_matmul_desc_init(&operation, &a, &b, nil, &c) == dnnl_success,
                let description = Self.primitiveDescription(
                    &operation, accumulates: shape.accumulates, engine: engine)
            else { return nil }
            defer { dnnl_primitive_desc_destroy(description) }
            guard
                let scratchpad = dnnl_primitive_desc_query_md(
                    description, dnnl_query_scratchpad_md, 0)
            else { return nil }
            scratchpadByteCount = dnnl_memory_desc_get_size(scratchpad)
            var made: dnnl_primitive_t?
            guard dnnl_primitive_create(&made, description) == dnnl_success, let made else {
                return nil
            }
            primitive = made
            var memories: [dnnl_memory_t] = []
            for layout in [a, b, c, scratchpad.pointee] {
                var layout = layout
                var memory: dnnl_memory_t?
                guard dnnl_memory_create(&memory, &layout, engine, nil) == dnnl_success,
                    let memory
                else { return nil }
                memories.append(memory)
            }
            self.memories = memories
            arguments = zip(
                [DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST, DNNL_ARG_SCRATCHPAD], memories
            ).map { dnnl_exec_arg_t(arg: $0, memory: $1) }
        }

        deinit {
            for memory in memories { dnnl_memory_destroy(memory) }
            dnnl_primitive_destroy(primitive)
        }

        func run(_ product: MatrixProduct) {
            dnnl_memory_set_data_handle(memories[0], product.a.base)
            dnnl_memory_set_data_handle(memories[1], product.b.base)
            dnnl_memory_set_data_handle(memories[2], product.c.base)
            dnnl_memory_set_data_handle(memories[3], OneDNNThread.current.scratch)
            let status = dnnl_primitive_execute(
                primitive, stream, Int32(arguments.count), arguments)
            // It fails on arguments that contradict the description only: a mistake of ours.
            precondition(status == dnnl_success, "oneDNN refused its operands: \(status)")
        }

        private static func description(
            _ rows: Int, _ columns: Int, _ type: ScalarType, _ stride: Int, _ isTransposed: Bool
        ) -> dnnl_memory_desc_t {
            var result = dnnl_memory_desc_t()
            dnnl_memory_desc_init_by_strides(
                &result, 2, [dnnl_dim_t(rows), dnnl_dim_t(columns)],
                type == .float32 ? dnnl_f32 : dnnl_bf16,
                isTransposed ? [1, dnnl_dim_t(stride)] : [dnnl_dim_t(stride), 1])
            return result
        }

        private static func primitiveDescription(
            _ operation: inout dnnl_matmul_desc_t, accumulates: Bool, engine: dnnl_engine_t
        ) -> dnnl_primitive_desc_t? {
            var attributes: dnnl_primitive_attr_t?
            guard dnnl_primitive_attr_create(&attributes) == dnnl_success, let attributes else {
                return nil
            }
            defer { dnnl_primitive_attr_destroy(attributes) }
            dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user)
            if accumulates {
                var operations: dnnl_post_ops_t?
                guard dnnl_post_ops_create(&operations) == dnnl_success, let operations else {
                    return nil
                }
                defer { dnnl_post_ops_destroy(operations) }
                dnnl_post_ops_append_sum(operations, 1)
                dnnl_primitive_attr_set_post_ops(attributes, operations)
            }
            var description: dnnl_primitive_desc_t?
            let status = withUnsafePointer(to: &operation) {
                dnnl_primitive_desc_create(&description, $0, attributes, engine, nil)
            }
            return status == dnnl_success ? description : nil
        }
    }
#endif
