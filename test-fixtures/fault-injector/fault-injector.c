/*
 * Loaded in front of the C library, this counts the calls by which a process changes the files
 * below one directory, and strikes at one of them. README.md says how to use it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

enum how { NOTHING, KILL, TORN, FAIL, FAIL_ON };

static const char *below;
static size_t below_length;
static int trace = -1;
static int strike_at;
static enum how how;
static int error;
static atomic_int calls;

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name)
{
    void *symbol = dlsym(RTLD_NEXT, name);
    if (symbol == NULL) {
        abort();
    }
    return symbol;
}

__attribute__((constructor)) static void begin(void)
{
    const char *value = getenv("FAULT_HOW");
    below = getenv("FAULT_BELOW");
    below_length = below == NULL ? 0 : strlen(below);
    if (getenv("FAULT_AT") != NULL) {
        strike_at = atoi(getenv("FAULT_AT"));
    }
    if (value != NULL) {
        error = strncmp(value, "EIO", 3) == 0 ? EIO : ENOSPC;
        how = strcmp(value, "kill") == 0 ? KILL
            : strcmp(value, "torn") == 0 ? TORN
            : strchr(value, '+') != NULL ? FAIL_ON : FAIL;
    }
    if (getenv("FAULT_TRACE") != NULL) {
        trace = REAL(open)(getenv("FAULT_TRACE"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    }
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    for (;;) {
        pause();
    }
}

/* Where a descriptor leads to; "" if to no regular file or directory. */
static void path_of(int fd, char path[PATH_MAX])
{
    char link[64];
    struct stat status;
    ssize_t length = -1;
    if (fstat(fd, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        length = readlink(link, path, PATH_MAX - 1);
    }
    path[length < 0 ? 0 : length] = '\0';
}

static void path_at(int directory, const char *name, char path[PATH_MAX])
{
    if (name == NULL || name[0] == '/' || directory == AT_FDCWD) {
        snprintf(path, PATH_MAX, "%s", name == NULL ? "" : name);
        return;
    }
    char parent[PATH_MAX];
    path_of(directory, parent);
    if ((size_t)snprintf(path, PATH_MAX, "%s/%s", parent, name) >= PATH_MAX) {
        path[0] = '\0';
    }
}

/*
 * Counts a call. Returns 0 if it shall go on, 1 if it shall fail with the error that errno holds,
 * 2 if a write shall do half its work. Calls that free space never fail for want of it later on.
 */
static int strikes(const char *name, const char *path, const char *other, int frees, int can_tear)
{
    if (below_length == 0 || strncmp(path, below, below_length) != 0) {
        return 0;
    }
    int number = atomic_fetch_add(&calls, 1) + 1;
    if (trace >= 0) {
        char line[2 * PATH_MAX + 64];
        int length = snprintf(line, sizeof line, "%d\t%s\t%s\t%s\n", number, name,
                              path + below_length, other == NULL ? "" : other + below_length);
        (void)!REAL(write)(trace, line, length);
    }
    if (strike_at == 0 || number < strike_at || (number > strike_at && how != FAIL_ON)) {
        return 0;
    }
    if (how == KILL || (how == TORN && !can_tear)) {
        die();
    }
    if (how == TORN || (how == FAIL_ON && number == strike_at && can_tear)) {
        return 2;
    }
    if (how == FAIL_ON && error == ENOSPC && frees) {
        return 0;
    }
    errno = error;
    return 1;
}

#define TAKES_SPACE 0
#define FREES_SPACE 1

/* A call that is told a path. */
#define BY_PATH(type, name, frees, path, parameters, arguments) \
    type name parameters                                        \
    {                                                           \
        if (strikes(#name, path, NULL, frees, 0)) {             \
            return -1;                                          \
        }                                                       \
        return REAL(name) arguments;                            \
    }

/* A call that is told a path relative to an open directory. */
#define BY_PATH_AT(name, frees, directory, path, parameters, arguments) \
    int name parameters                                                 \
    {                                                                   \
        char full[PATH_MAX];                                            \
        path_at(directory, path, full);                                 \
        if (strikes(#name, full, NULL, frees, 0)) {                     \
            return -1;                                                  \
        }                                                               \
        return REAL(name) arguments;                                    \
    }

/* A call that is told a descriptor. */
#define BY_FD(name, frees, parameters, arguments)  \
    int name parameters                            \
    {                                              \
        char path[PATH_MAX];                       \
        path_of(fd, path);                         \
        if (strikes(#name, path, NULL, frees, 0)) {\
            return -1;                             \
        }                                          \
        return REAL(name) arguments;               \
    }

#define WITH_TWO_PATHS(name)                               \
    int name(const char *from, const char *to)             \
    {                                                      \
        if (strikes(#name, from, to, TAKES_SPACE, 0)) {    \
            return -1;                                     \
        }                                                  \
        return REAL(name)(from, to);                       \
    }

/* A write; torn, it leaves the first half behind. */
#define WRITING(name, parameters, whole, half)                          \
    ssize_t name parameters                                             \
    {                                                                   \
        char path[PATH_MAX];                                            \
        path_of(fd, path);                                              \
        int strike = strikes(#name, path, NULL, TAKES_SPACE, count > 1);\
        if (strike == 1) {                                              \
            return -1;                                                  \
        }                                                               \
        if (strike == 2) {                                              \
            ssize_t written = REAL(name) half;                          \
            if (how == TORN) {                                          \
                die();                                                  \
            }                                                           \
            return written;                                             \
        }                                                               \
        return REAL(name) whole;                                        \
    }

WRITING(write, (int fd, const void *buffer, size_t count), (fd, buffer, count),
        (fd, buffer, count / 2))
WRITING(pwrite, (int fd, const void *buffer, size_t count, off_t at), (fd, buffer, count, at),
        (fd, buffer, count / 2, at))
WRITING(pwrite64, (int fd, const void *buffer, size_t count, off64_t at), (fd, buffer, count, at),
        (fd, buffer, count / 2, at))
WRITING(writev, (int fd, const struct iovec *buffers, int count), (fd, buffers, count),
        (fd, buffers, count / 2))

BY_FD(fsync, TAKES_SPACE, (int fd), (fd))
BY_FD(fdatasync, TAKES_SPACE, (int fd), (fd))
BY_FD(ftruncate, FREES_SPACE, (int fd, off_t size), (fd, size))
BY_FD(ftruncate64, FREES_SPACE, (int fd, off64_t size), (fd, size))
BY_FD(futimes, FREES_SPACE, (int fd, const struct timeval times[2]), (fd, times))
BY_FD(futimens, FREES_SPACE, (int fd, const struct timespec times[2]), (fd, times))
BY_FD(fchmod, FREES_SPACE, (int fd, mode_t mode), (fd, mode))

BY_PATH(int, unlink, FREES_SPACE, path, (const char *path), (path))
BY_PATH(int, rmdir, FREES_SPACE, path, (const char *path), (path))
BY_PATH(int, mkdir, TAKES_SPACE, path, (const char *path, mode_t mode), (path, mode))
BY_PATH(int, chmod, FREES_SPACE, path, (const char *path, mode_t mode), (path, mode))
BY_PATH(int, chown, FREES_SPACE, path, (const char *path, uid_t uid, gid_t gid), (path, uid, gid))
BY_PATH(int, lchown, FREES_SPACE, path, (const char *path, uid_t uid, gid_t gid), (path, uid, gid))
BY_PATH(int, utimes, FREES_SPACE, path, (const char *path, const struct timeval times[2]),
        (path, times))
BY_PATH(int, symlink, TAKES_SPACE, path, (const char *target, const char *path), (target, path))

BY_PATH_AT(unlinkat, FREES_SPACE, fd, path, (int fd, const char *path, int flags),
           (fd, path, flags))
BY_PATH_AT(mkdirat, TAKES_SPACE, fd, path, (int fd, const char *path, mode_t mode),
           (fd, path, mode))
BY_PATH_AT(utimensat, FREES_SPACE, fd, path,
           (int fd, const char *path, const struct timespec times[2], int flags),
           (fd, path, times, flags))

WITH_TWO_PATHS(rename)
WITH_TWO_PATHS(link)

/* Opening counts if it may create a file. */
#define OPENING(name, path_expression, parameters, arguments)        \
    int name parameters                                              \
    {                                                                \
        mode_t mode = 0;                                             \
        if (flags & O_CREAT) {                                       \
            va_list rest;                                            \
            va_start(rest, flags);                                   \
            mode = va_arg(rest, mode_t);                             \
            va_end(rest);                                            \
            path_expression;                                         \
            if (strikes(#name, full, NULL, TAKES_SPACE, 0)) {        \
                return -1;                                           \
            }                                                        \
        }                                                            \
        return REAL(name) arguments;                                 \
    }

OPENING(open, const char *full = path, (const char *path, int flags, ...), (path, flags, mode))
OPENING(open64, const char *full = path, (const char *path, int flags, ...), (path, flags, mode))
OPENING(openat, char full[PATH_MAX]; path_at(fd, path, full),
        (int fd, const char *path, int flags, ...), (fd, path, flags, mode))
OPENING(openat64, char full[PATH_MAX]; path_at(fd, path, full),
        (int fd, const char *path, int flags, ...), (fd, path, flags, mode))
