package dev.dovetail.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.config.ConfigFile;
import dev.dovetail.failure.SyncException;
import dev.dovetail.userdb.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationsTest {
  @TempDir Path directory;
  private final Destinations destinations = new Destinations();
  private Path real;
  private Path link;

  @BeforeEach
  void makeALink() throws IOException {
    real = Files.createDirectory(directory.resolve("real"));
    link = Files.createSymbolicLink(directory.resolve("link"), real);
  }

  private UserContext user(String name) throws IOException {
    Path file = directory.resolve("dovecot.conf");
    Files.writeString(file, "mail_location = maildir:~/Maildir\n");
    User user = new User(name, Map.of("home", directory.resolve(name).toString()));
    return UserContext.of(user, ConfigFile.load(file, List.of()), true);
  }

  @Test
  void refusesASecondUserForOneDirectory() throws IOException {
    destinations.claim(user("jane"), "maildir:" + real, false);
    assertThatCode(() -> destinations.claim(user("jane"), "maildir:" + real, false))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> destinations.claim(user("joe"), "maildir:" + link, false))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("is already the destination of jane");
  }

  @Test
  void followsNoLinkOfAnotherOwner() throws IOException {
    destinations.claim(user("jane"), "maildir:" + real, true);
    assertThatThrownBy(
            () -> destinations.claim(user("joe"), "maildir:" + directory + "/x/../real", true))
        .hasMessageContaining("is already the destination of jane");
    assertThatCode(() -> destinations.claim(user("joe"), "maildir:" + link, true))
        .doesNotThrowAnyException();
  }
}
