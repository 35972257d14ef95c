package dev.dovetail.cli.completion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the completion files: {@code java -cp target/classes
 * dev.dovetail.cli.completion.WriteCompletions completions}.
 */
public final class WriteCompletions {
  private WriteCompletions() {}

  /** The files by name. */
  static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("dovetail.bash", BashCompletion.text());
    files.put("_dovetail", ZshCompletion.text());
    files.put("dovetail.fish", FishCompletion.text());
    return files;
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments.length == 0 ? "completions" : arguments[0]);
    Files.createDirectories(directory);
    for (Map.Entry<String, String> file : files().entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
  }
}
