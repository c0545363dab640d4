#ifndef PROMPTINTERN_VECTOR_H
#define PROMPTINTERN_VECTOR_H
/* Conversions between vectors of different element types. Swift's own go through a call for each
   vector or each lane; clang's become one instruction, on whatever instruction set the build has.
   Everything else about vectors is Swift. */
#include <stdint.h>
#include <string.h>

typedef float pi_float16 __attribute__((ext_vector_type(16)));
typedef int32_t pi_int16 __attribute__((ext_vector_type(16)));
typedef uint32_t pi_uint16 __attribute__((ext_vector_type(16)));
typedef uint16_t pi_half16 __attribute__((ext_vector_type(16)));
typedef int8_t pi_char16 __attribute__((ext_vector_type(16)));
typedef uint8_t pi_byte16 __attribute__((ext_vector_type(16)));

#define PI_INLINE static inline __attribute__((always_inline))

/* a * b + c, rounded once where the processor can. */
PI_INLINE pi_float16 pi_multiply_add(pi_float16 a, pi_float16 b, pi_float16 c) {
#ifdef __FMA__
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

/* Tells the processor that this is a loop that waits. */
PI_INLINE void pi_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

PI_INLINE pi_float16 pi_load_bfloat16(const void *source) {
  pi_half16 half;
  memcpy(&half, source, sizeof half);
  pi_uint16 wide = __builtin_convertvector(half, pi_uint16) << 16;
  pi_float16 result;
  memcpy(&result, &wide, sizeof result);
  return result;
}

/* Rounds to nearest, ties to even. */
PI_INLINE void pi_store_bfloat16(pi_float16 value, void *target) {
#ifdef __AVX512BF16__
  typedef __bf16 pi_bfloat16 __attribute__((ext_vector_type(16)));
  pi_bfloat16 rounded = __builtin_convertvector(value, pi_bfloat16);
  memcpy(target, &rounded, sizeof rounded);
#else
  pi_uint16 wide;
  memcpy(&wide, &value, sizeof wide);
  wide = (wide + 0x7FFF + ((wide >> 16) & 1)) >> 16;
  pi_half16 half = __builtin_convertvector(wide, pi_half16);
  memcpy(target, &half, sizeof half);
#endif
}

PI_INLINE pi_float16 pi_load_int8(const void *source) {
  pi_char16 bytes;
  memcpy(&bytes, source, sizeof bytes);
  return __builtin_convertvector(bytes, pi_float16);
}

/* Sixteen bytes hold 32 numbers of 4 bits: the first 16 in the low halves, the others in the high
   halves, each stored with 8 added. */
PI_INLINE pi_float16 pi_load_int4_low(const void *source) {
  pi_byte16 bytes;
  memcpy(&bytes, source, sizeof bytes);
  pi_int16 wide = __builtin_convertvector(bytes & 15, pi_int16) - 8;
  return __builtin_convertvector(wide, pi_float16);
}

PI_INLINE pi_float16 pi_load_int4_high(const void *source) {
  pi_byte16 bytes;
  memcpy(&bytes, source, sizeof bytes);
  pi_int16 wide = __builtin_convertvector(bytes >> 4, pi_int16) - 8;
  return __builtin_convertvector(wide, pi_float16);
}

#endif
