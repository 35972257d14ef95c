package dev.dovetail.config.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Puts a {@link ConfigTree} together from lines: knows sections and filters, and resolves {@code
 * $name} against what has been read so far, as 2.3 does.
 */
final class ConfigBuilder {

  /** The service that doveadm's filters are for. */
  private static final String SERVICE = "doveadm";

  private static final List<String> FILTERS = List.of("local", "local_name", "remote", "protocol");
  private static final List<String> OWN_SECTIONS =
      List.of(
          "namespace",
          "mailbox",
          "passdb",
          "userdb",
          "plugin",
          "service",
          "inet_listener",
          "unix_listener");
  private static final String LEGACY_DIRECTORIES = "mailbox_directory_name_legacy";
  private static final List<String> LISTS = List.of("mail_plugins");

  private enum Mode {
    SETTINGS,
    /** 2.4: the section's name is a prefix of the settings' names. */
    PREFIX,
    /** 2.4: {@code list &#123; word = yes &#125;}. */
    LIST
  }

  /**
   * An open section.
   *
   * @param filter the innermost filter's name, empty outside
   * @param overlay the tree that the innermost filter collects, or the root
   */
  private record Frame(
      Mode mode, ConfigSection target, String prefix, String filter, ConfigSection overlay) {}

  private final ConfigReferences references;
  private final ConfigSection root = new ConfigSection("", "");
  private final List<ConfigSection> matchedFilters = new ArrayList<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private boolean version24;
  private boolean anythingAssigned;

  ConfigBuilder(Map<String, String> environment) {
    this.references = new ConfigReferences(environment);
    frames.push(new Frame(Mode.SETTINGS, root, "", "", root));
  }

  boolean isVersion24() {
    return version24;
  }

  int depth() {
    return frames.size() - 1;
  }

  /** Closes the innermost open section; there must be one. */
  void close() {
    frames.pop();
  }

  ConfigTree finish() {
    for (ConfigSection filter : matchedFilters) {
      root.overlay(filter);
    }
    return new ConfigTree(version24, root);
  }

  void open(ConfigLine.SectionStart start, String file, int line) throws ConfigException {
    Frame outer = frames.peek();
    String type = start.type();
    if (FILTERS.contains(type)) {
      openFilter(start, outer, file, line);
    } else if (version24 && !isSection24(type, outer)) {
      openPrefix(start, outer, file, line);
    } else if (OWN_SECTIONS.contains(type)
        || isFields(type, outer)
        || type.equals(ConfigGroups.TYPE)) {
      frames.push(
          new Frame(
              Mode.SETTINGS,
              section(start, outer, file, line),
              "",
              outer.filter(),
              outer.overlay()));
    } else if (!version24 && SettingDefaults.of(type, false) != null) {
      throw ConfigReader.broken(file, line, type + " is a setting, not a section: expecting '='");
    } else {
      // None of ours; kept for those who want to see it.
      frames.push(
          new Frame(
              Mode.SETTINGS,
              outer.target().child(type, start.label()),
              "",
              outer.filter(),
              outer.overlay()));
    }
  }

  private static boolean isFields(String type, Frame outer) {
    return type.equals("fields") && isDatabase(outer.target().type());
  }

  private static boolean isDatabase(String type) {
    return type.equals("passdb") || type.equals("userdb");
  }

  private static boolean isSection24(String type, Frame outer) {
    return OWN_SECTIONS.contains(type)
        || isFields(type, outer)
        || type.equals(ConfigGroups.TYPE)
        || type.equals("fifo_listener")
        || type.equals("dict_server")
        || type.equals("event_exporter")
        || type.equals("metric");
  }

  private ConfigSection section(ConfigLine.SectionStart start, Frame outer, String file, int line)
      throws ConfigException {
    String type = start.type();
    String label = start.label();
    ConfigSection target = outer.target();
    if (isDatabase(type)) {
      if (version24 && label.isEmpty()) {
        throw ConfigReader.broken(file, line, type + " { } is missing section name");
      }
      if (!version24 && !label.isEmpty() && target.find(type, label) != null) {
        throw ConfigReader.broken(file, line, type + "/" + label + " already exists");
      }
    }
    boolean separate = label.isEmpty() && !type.equals("plugin") && !type.equals("fields");
    return separate ? target.add(new ConfigSection(type, "")) : target.child(type, label);
  }

  private void openFilter(ConfigLine.SectionStart start, Frame outer, String file, int line)
      throws ConfigException {
    String type = start.type();
    int order = FILTERS.indexOf(type);
    int outerOrder = FILTERS.indexOf(outer.filter());
    if (type.equals("protocol") && outer.filter().equals("protocol")) {
      throw ConfigReader.broken(
          file, line, "Nested protocol { protocol { .. } } block not allowed");
    }
    if (order < outerOrder) {
      throw ConfigReader.broken(
          file,
          line,
          outer.filter()
              + " { "
              + type
              + " { .. } } not allowed (use "
              + type
              + " { "
              + outer.filter()
              + " { .. } } instead)");
    }
    if (!version24 && outer.target() != outer.overlay()) {
      throw ConfigReader.broken(
          file, line, type + " { } is not allowed inside " + outer.target().type() + " { }");
    }
    if (!type.equals("protocol") || !matchesService(start.label())) {
      // Nothing that we do has a local or remote address.
      ConfigSection nowhere = new ConfigSection("", "");
      frames.push(new Frame(Mode.SETTINGS, nowhere, "", type, nowhere));
    } else if (outer.target() != outer.overlay()) {
      frames.push(new Frame(Mode.SETTINGS, outer.target(), "", type, outer.overlay()));
    } else {
      ConfigSection overlay = new ConfigSection("", "");
      if (outer.overlay() == root) {
        matchedFilters.add(overlay);
      }
      frames.push(new Frame(Mode.SETTINGS, overlay, "", type, overlay));
    }
  }

  private static boolean matchesService(String label) {
    return label.startsWith("!") ? !label.substring(1).equals(SERVICE) : label.equals(SERVICE);
  }

  private void openPrefix(ConfigLine.SectionStart start, Frame outer, String file, int line) {
    String name = outer.prefix() + start.type();
    if (LISTS.contains(start.type())) {
      frames.push(
          new Frame(Mode.LIST, outer.target(), start.type(), outer.filter(), outer.overlay()));
      return;
    }
    if (!start.label().isEmpty()) {
      outer
          .target()
          .values()
          .put(name, new ConfigValue(start.label(), ConfigValue.Origin.FILE, file, line, false));
    }
    frames.push(
        new Frame(Mode.PREFIX, outer.target(), name + "_", outer.filter(), outer.overlay()));
  }

  void assign(ConfigLine.Assignment assignment, String file, int line) throws ConfigException {
    boolean first = !anythingAssigned;
    anythingAssigned = true;
    if (assignment.key().equals("dovecot_config_version")) {
      if (!first) {
        throw ConfigReader.broken(
            file, line, "dovecot_config_version must be the first setting of the configuration");
      }
      version24 = true;
      if (assignment.value().matches("2\\.4\\.[01]")) {
        // The one default among our settings that changed since.
        root.values().put(LEGACY_DIRECTORIES, ConfigValue.ofDefault("yes"));
      }
      return;
    }
    Frame frame = frames.peek();
    switch (frame.mode()) {
      case LIST -> addToList(frame, assignment, file, line);
      default -> assignSetting(frame, assignment, file, line);
    }
  }

  private void assignSetting(Frame frame, ConfigLine.Assignment assignment, String file, int line)
      throws ConfigException {
    String key = assignment.key();
    if (version24 && key.startsWith("@")) {
      includeGroup(frame, key, assignment.value(), file, line);
      return;
    }
    ConfigSection target = frame.target();
    if (key.startsWith("plugin/") && key.length() > "plugin/".length()) {
      target = target.child("plugin", "");
      key = key.substring("plugin/".length());
    }
    String name = version24 ? name24(frame, key) : name23(target, key);
    target.values().put(name, value(frame, target, name, assignment, file, line));
  }

  private static String name23(ConfigSection target, String key) {
    if (target.type().equals("namespace") && (key.equals("mail") || key.equals("mail_location"))) {
      return "location";
    }
    return key.equals("doveadm_proxy_port") ? "doveadm_port" : key;
  }

  private static String name24(Frame frame, String key) {
    String type = frame.target().type();
    if (!frame.prefix().isEmpty()) {
      return key.startsWith(frame.prefix()) ? key : frame.prefix() + key;
    }
    if (type.equals(ConfigGroups.TYPE)) {
      return ConfigGroups.fullName(frame.target(), key);
    }
    String own = type + "_";
    return !type.isEmpty()
            && OWN_SECTIONS.contains(type)
            && key.startsWith(own)
            && SettingDefaults.of(key, true) == null
        ? key.substring(own.length())
        : key;
  }

  /** Words are added to the list that there is, and {@code word = no} takes one away. */
  private void addToList(Frame frame, ConfigLine.Assignment word, String file, int line) {
    List<String> words = new ArrayList<>();
    String before = known(frame, frame.prefix());
    for (String old : (before == null ? "" : before).split("[ ,]")) {
      if (!old.isEmpty() && !old.equals(word.key())) {
        words.add(old);
      }
    }
    if (word.value().equalsIgnoreCase("yes")) {
      words.add(word.key());
    }
    frame
        .target()
        .values()
        .put(
            frame.prefix(),
            new ConfigValue(String.join(" ", words), ConfigValue.Origin.FILE, file, line, false));
  }

  private void includeGroup(Frame frame, String group, String name, String file, int line)
      throws ConfigException {
    ConfigSection found = ConfigGroups.find(root, group, name);
    if (found == null) {
      throw ConfigReader.broken(
          file, line, "Unknown group " + Quoting.forMessage(group + "=" + name));
    }
    frame.target().addMissing(found.copy());
  }

  private ConfigValue value(
      Frame frame,
      ConfigSection target,
      String name,
      ConfigLine.Assignment assignment,
      String file,
      int line)
      throws ConfigException {
    String text = assignment.value();
    boolean isFile = !assignment.quoted() && text.startsWith("<") && !text.startsWith("<<");
    if (isFile) {
      text = text.substring(1).strip();
    } else if (!assignment.quoted() && text.indexOf('$') >= 0) {
      // What is not ours may name settings that are not ours either.
      boolean strict =
          !target.type().equals("plugin")
              && (OWN_SECTIONS.contains(target.type())
                  || target.type().isEmpty() && SettingDefaults.of(name, version24) != null);
      try {
        text = references.resolve(name, text, version24, strict, other -> known(frame, other));
      } catch (ConfigReferences.UnknownName e) {
        throw ConfigReader.broken(
            file, line, "Unknown variable: $" + Quoting.forMessage(e.getMessage()));
      }
    }
    boolean refers =
        version24 && !isFile && !assignment.quoted() && text.contains(ConfigReferences.SETTING);
    return new ConfigValue(text, ConfigValue.Origin.FILE, file, line, isFile, refers);
  }

  /** The value of a setting so far; null if there is no such setting. */
  private String known(Frame frame, String name) {
    ConfigValue found = frame.target().values().get(name);
    found = found != null ? found : frame.overlay().values().get(name);
    found = found != null ? found : root.values().get(name);
    if (found != null) {
      return found.isFile() ? "<" + found.text() : found.text();
    }
    return SettingDefaults.of(name, version24);
  }
}
