package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigSection;
import dev.dovetail.config.syntax.ConfigTree;
import dev.dovetail.config.syntax.ConfigValue;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.syntax.SettingValues;
import java.util.ArrayList;
import java.util.List;

/**
 * Where {@code service doveadm} listens (doveadm-interfaces 3). A listener without port, with mode
 * 0, or named {@code http}, which speaks another protocol, is none.
 */
public record ServiceListeners(List<InetListener> inet, List<UnixListener> unix) {
  private static final int MAX_MODE = 0777;

  static ServiceListeners read(ConfigTree tree, String baseDir) throws ConfigException {
    List<InetListener> inet = new ArrayList<>();
    List<UnixListener> unix = new ArrayList<>();
    for (ConfigSection service : tree.root().children()) {
      if (service.type().equals("service") && service.label().equals("doveadm")) {
        for (ConfigSection listener : service.children()) {
          read(tree, listener, baseDir, inet, unix);
        }
      }
    }
    return new ServiceListeners(List.copyOf(inet), List.copyOf(unix));
  }

  private static void read(
      ConfigTree tree,
      ConfigSection listener,
      String baseDir,
      List<InetListener> inet,
      List<UnixListener> unix)
      throws ConfigException {
    SettingValues values = new SettingValues(listener, tree.root(), tree.version24());
    if (listener.type().equals("inet_listener") && !listener.label().equals("http")) {
      int port = values.isSet("port") ? values.port("port") : 0;
      if (port != 0) {
        List<String> addresses = values.isSet("address") ? values.words("address") : List.of();
        if (addresses.isEmpty()) {
          addresses = new SettingValues(tree).words("listen");
        }
        inet.add(new InetListener(List.copyOf(addresses), port, values.flag("ssl")));
      }
    } else if (listener.type().equals("unix_listener")) {
      int mode = mode(values);
      if (mode != 0) {
        String label = listener.label();
        String path = label.startsWith("/") ? label : baseDir + "/" + label;
        unix.add(new UnixListener(path, mode, values.text("user"), values.text("group")));
      }
    }
  }

  static int mode(SettingValues values) throws ConfigException {
    ConfigValue value = values.value("mode");
    if (value.text().isEmpty()) {
      return 0600;
    }
    try {
      int mode = Integer.parseInt(value.text(), 8);
      if (mode >= 0 && mode <= MAX_MODE) {
        return mode;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw value.rejected("mode", "Invalid mode: " + Quoting.forMessage(value.text()));
  }
}
