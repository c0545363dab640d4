// What glibc has for starting programs only behind _GNU_SOURCE, which Swift's own module of glibc
// is built without. The declarations are glibc's, of <unistd.h>, <sys/mman.h> and <spawn.h>.

#pragma once

#include <spawn.h>

int pipe2(int descriptors[2], int flags);
int memfd_create(const char *name, unsigned int flags);
int posix_spawn_file_actions_addchdir_np(
    posix_spawn_file_actions_t *restrict actions, const char *restrict path);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

// MFD_CLOEXEC of the kernel's <linux/memfd.h>.
static const unsigned int memoryFileClosesOnExec = 1;
