package dev.dovetail;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rooms of the house and what each of them never sees; one test per row. */
class ArchitectureTest {
  private static final String ROOT = "dev.dovetail.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.dovetail");

  @Test
  void looksAtTheProgram() {
    assertThat(CLASSES.contain("dev.dovetail.Main")).isTrue();
    assertThat(CLASSES.size()).isGreaterThan(30);
  }

  @Test
  void wireNeverSeesStorageBrainTransportOrConfig() {
    room("wire..").neverSees(rooms("storage..", "brain..", "transport..", "config.."));
  }

  @Nested
  class BrainNeverSees {
    @Test
    void anyStorageFormat() {
      room("brain..").neverSees(storageFormats());
    }

    @Test
    void transport() {
      room("brain..").neverSees(rooms("transport.."));
    }

    @Test
    void files() {
      room("brain..")
          .neverSees(
              resideInAPackage("java.nio.file..")
                  .or(named("java.io.File"))
                  .or(named("java.io.FileInputStream"))
                  .or(named("java.io.FileOutputStream"))
                  .or(named("java.io.FileReader"))
                  .or(named("java.io.FileWriter"))
                  .or(named("java.io.RandomAccessFile"))
                  .or(named("java.nio.channels.FileChannel")));
    }

    @Test
    void sockets() {
      room("brain..")
          .neverSees(
              resideInAPackage("java.net..")
                  .or(named("java.nio.channels.SocketChannel"))
                  .or(named("java.nio.channels.ServerSocketChannel")));
    }
  }

  @Nested
  class StorageNeverSees {
    @Test
    void wireBrainOrTransport() {
      room("storage..").neverSees(rooms("wire..", "brain..", "transport.."));
    }

    @Test
    void oneFormatFromAnother() {
      room("storage.maildir..").neverSees(rooms("storage.sdbox..", "storage.mdbox.."));
      room("storage.sdbox..").neverSees(rooms("storage.maildir..", "storage.mdbox.."));
      room("storage.mdbox..").neverSees(rooms("storage.maildir..", "storage.sdbox.."));
    }
  }

  @Nested
  class TransportNeverSees {
    @Test
    void anythingOfOursButTheLeaves() {
      room("transport..")
          .neverSees(
              resideInAPackage("dev.dovetail..")
                  .and(
                      not(
                          rooms(
                              "transport..", "failure..", "log..", "os..", "stream..", "text.."))));
    }

    @Test
    void jschOutsideTransportSsh() {
      allBut("transport.ssh..").neverSee(resideInAPackage("com.jcraft.."));
    }
  }

  @Test
  void replicatorNeverSeesBrainStorageOrWire() {
    room("replicator..").neverSees(rooms("brain..", "storage..", "wire.."));
  }

  @Nested
  class Everywhere {
    @Test
    void allButCliNeverSeePicocli() {
      allBut("cli..").neverSee(resideInAPackage("picocli.."));
    }

    @Test
    void allButLogNeverSeeSlf4j() {
      allBut("log..").neverSee(resideInAPackage("org.slf4j.."));
    }

    @Test
    void nobodyUsesSystemOutOutsideCliOutput() {
      check(noClasses().that(not(rooms("cli.output.."))).should().accessField(System.class, "out"));
    }

    @Test
    void roomsHaveNoCycles() {
      slices().matching("dev.dovetail.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
  }

  @Test
  void leavesAndValuesSeeNothingOfOursButLeaves() {
    DescribedPredicate<JavaClass> leaves =
        rooms("mail..", "failure..", "log..", "os..", "stream..", "text..");
    check(
        noClasses()
            .that(leaves)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.dovetail..").and(not(leaves))));
  }

  private static DescribedPredicate<JavaClass> storageFormats() {
    return rooms("storage.*..");
  }

  private static DescribedPredicate<JavaClass> rooms(String... rooms) {
    String[] packages = new String[rooms.length];
    for (int i = 0; i < rooms.length; i++) {
      packages[i] = ROOT + rooms[i];
    }
    return resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaClass> named(String name) {
    return com.tngtech.archunit.core.domain.properties.HasName.Predicates.name(name).forSubtype();
  }

  private static Room room(String room) {
    return new Room(rooms(room));
  }

  private static Room allBut(String room) {
    return new Room(not(rooms(room)));
  }

  /** A room may still be empty; the rule then waits for its first class. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private record Room(DescribedPredicate<JavaClass> inside) {
    void neverSees(DescribedPredicate<JavaClass> forbidden) {
      check(noClasses().that(inside).should().dependOnClassesThat(forbidden));
    }

    void neverSee(DescribedPredicate<JavaClass> forbidden) {
      neverSees(forbidden);
    }
  }
}
