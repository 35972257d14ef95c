/*
 * The system's clock, a day behind as soon as there is a file of the name in CLOCK_BACK. To be
 * loaded before the C library.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t lag(void) {
  const char *file = getenv("CLOCK_BACK");
  return file && access(file, F_OK) == 0 ? 24 * 60 * 60 : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int (*next)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int result = next(clock, now);
  if (result == 0 && clock == CLOCK_REALTIME) {
    now->tv_sec -= lag();
  }
  return result;
}

int gettimeofday(struct timeval *now, void *zone) {
  int (*next)(struct timeval *, void *) = dlsym(RTLD_NEXT, "gettimeofday");
  int result = next(now, zone);
  if (result == 0) {
    now->tv_sec -= lag();
  }
  return result;
}
