/*
 * The socket that a service manager listens on (sd_notify(3)): prints each message that comes to
 * the path in its argument, until its standard input ends. Descriptors that come along are closed
 * by the kernel, which tells their sender that its message has arrived.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (argc != 2 || strlen(argv[1]) >= sizeof address.sun_path) {
    fprintf(stderr, "usage: notify-socket PATH\n");
    return 64;
  }
  strcpy(address.sun_path, argv[1]);
  int listener = socket(AF_UNIX, SOCK_DGRAM, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0) {
    perror(argv[1]);
    return 75;
  }
  struct pollfd watched[] = {{listener, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
  while (poll(watched, 2, -1) > 0 && !watched[1].revents) {
    char text[4096];
    ssize_t length = recv(listener, text, sizeof text, 0);
    if (length > 0) {
      fwrite(text, 1, length, stdout);
      putchar('\n');
      fflush(stdout);
    }
  }
  unlink(argv[1]);
  return 0;
}
