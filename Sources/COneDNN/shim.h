#ifndef PROMPTINTERN_ONEDNN_SHIM_H
#define PROMPTINTERN_ONEDNN_SHIM_H
#include <dnnl.h>
/* Debian's oneDNN runs on GNU OpenMP. Each thread of ours asks for a team of one, once, so that a
   product runs on the thread that called it and two pools never fight for the cores. */
extern void omp_set_num_threads(int);
#endif
