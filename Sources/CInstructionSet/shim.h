#ifndef PROMPTINTERN_INSTRUCTION_SET_H
#define PROMPTINTERN_INSTRUCTION_SET_H
/* Which instructions the compiler was allowed to use. Swift cannot ask; clang's macros, which
   follow the same -march, can. */
static inline const char *compiled_instruction_set(void) {
#if defined(__AVX512BF16__)
    return "avx512-bf16";
#elif defined(__AVX512F__)
    return "avx512";
#elif defined(__AVX2__)
    return "avx2";
#elif defined(__x86_64__)
    return "sse2";
#elif defined(__ARM_NEON)
    return "neon";
#else
    return "generic";
#endif
}
#endif
