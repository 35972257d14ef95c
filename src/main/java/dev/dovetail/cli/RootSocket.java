package dev.dovetail.cli;

import dev.dovetail.cli.output.TextSink;
import dev.dovetail.transport.listen.ListenAddress;
import dev.dovetail.transport.listen.SocketService;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a process that works for one owner of mail hears what root's process wants. */
final class RootSocket {
  private RootSocket() {}

  /** Listens, and ends with root: root's end, however it comes, ends our standard input. */
  static void serve(Invocation run, String socket, SocketService.Conversation conversation)
      throws IOException {
    run.interruption().expected();
    try (SocketService service =
            SocketService.open(ListenAddress.parse(socket), conversation, run.logForAll());
        FileInputStream in = new FileInputStream(FileDescriptor.in)) {
      run.interruption()
          .add(
              () -> {
                try {
                  service.close();
                  in.close();
                } catch (IOException e) {
                  // It ends anyway.
                }
              });
      new TextSink(run.out()).write("\n");
      in.transferTo(OutputStream.nullOutputStream());
    } finally {
      remove(Path.of(socket));
    }
    run.interruption().interrupt();
  }

  /** With the directory, which root has made for it: root itself may have been killed. */
  private static void remove(Path socket) {
    try {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(socket.getParent());
    } catch (IOException e) {
      // An empty directory among the temporary files harms nobody.
    }
  }
}
