package dev.dovetail.config.variable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.config.syntax.ConfigException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table was made by {@code doveadm user -e} of 2.3.19.1, for the user jane@example.com. */
class VariableExpansionTest {

  private static final Variables JANE =
      name ->
          switch (name) {
            case "user" -> "jane@example.com";
            case "username" -> "jane";
            case "domain" -> "example.com";
            case "uid" -> "8";
            case "home" -> "/h";
            case "service" -> "doveadm";
            case "pid" -> "4711";
            case "userdb:foo", "userdb:", "env:NOSUCH" -> "";
            default -> null;
          };

  private static String expand(String text) throws ConfigException {
    return VariableExpansion.expand("x", text, JANE, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "%u|jane@example.com",
        "%n|jane",
        "%d|example.com",
        "%Uu|JANE@EXAMPLE.COM",
        "%Ru|moc.elpmaxe@enaj",
        "%Nu|35a78862",
        "%Hu|4dba4d",
        "%2.256Nu|62",
        "%2.256Hu|4d",
        "%256Hu|4d",
        "%256Nu|62",
        "%4.256Hu|004d",
        "%Mu|9e26471d35a78862c17e467d87cddedf",
        "%Du|jane@example,dc=com",
        "%Tu|jane@example.com",
        "%3n|jan",
        "%03i|008",
        "%010i|0000000008",
        "%-5.2u|e.",
        "%5.3u|exa",
        "%-3u|jan",
        "%5.u|example.com",
        "%{user}|jane@example.com",
        "%{if;%u;eq;jane;Y;N}|N",
        "%{if;%i;>;7;Y%u;N%d}|Yjane@example.com",
        "%{if;%u;*;j*;Y;N}|Y",
        "%{if;%u;~;^j.*;Y;N}|Y",
        "%{if;%{user};*;j*;%{domain};N}|example.com",
        "%{if;1;<;2;a\\;b;c}|a;b",
        "%{sha256:user}|8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d",
        "%{sha1;truncate=32:user}|0850a4cf",
        "%{sha1;truncate=7:user}|04",
        "%{sha1;truncate=12,format=base64:user}|AIU=",
        "%{md5;truncate=32:user}|9e26471d",
        "%{sha256;rounds=2,salt=x:user}|54a03274f7b83088ba1ce48a93194d4e9a46e0352d93f121d46b58d0a4cb8cac",
        "%{sha1;format=base64:user}|CFCkz/tzy8U/0z6JkMIYTJFf8EE=",
        "%{userdb:foo:bar}|bar",
        "%{userdb:foo}|``",
        "%{userdb}|``",
        "%{sha256;rounds=2:user}|1db498490a930c6be1944025fb759c4dff1e071090f765b1dd69584f53039cd5",
        "%{md4;rounds=3,salt=ab:user}|385196b9d9d410d0d24cffdf7408990c",
        "%{md4;truncate=12:user}|0dba",
        "%{size:user}|0000000000000010",
        "%{sha256;salt=x,rounds=2:user}|31b8358c39b43d2ee88c0bbc6968b757ff7b56640e38631a621afc0ef3acbdce",
        "%{sha256;truncate=600:user}|8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d",
        "%{sha256;foo=bar:user}|8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d",
        "%{sha3-256:user}|594b00fa8ec4fb2eb0980a71a77a6549f012beb39a47d6e283fe88505da317a4",
        "%{pkcs5;truncate=128:user}|ec7615c84af838cc28f9370c339bde1c",
        "%{pkcs5;truncate=128,salt=abc:user}|590778ef3137c886dc06c093c0587bae",
        "%{pkcs5;truncate=32,rounds=5000,salt=abc:user}|97667203",
        "%{pkcs5;truncate=48,format=base64:user}|7HYVyEr4",
        "%{env:NOSUCH}|``",
        "%%x|%x",
        "a%%|a%",
        "a%|a",
        "%L|``",
        "%3.|``",
        "x%-|x",
        "%L{user}|jane@example.com",
        "%.3u|jan",
        "%3.u|e@example.com",
        "%1.1n|a",
        "%-0.3u|jan",
        "%Xi|8",
        "%U{domain}x|EXAMPLE.COMx",
        "%03n|jane",
        "%030n|00000000000000000000000000jane",
        "%15.3u|m",
        "%-15.3u|ane",
        "%-30u|jane@example.com",
        "%0.-3u|jane@example.",
        "%2.-3u|ne@example.",
        "%-3.u|com",
        "%-3.2u|co",
        "%02.3u|ne@",
        "%-02.3u|om",
        "%3Lu|jan",
        "%3LL{user}|jan",
        "%0.3N{user}|0",
        "%4.1000Nu|0172",
        "%7Nu|4",
        "%065536Nu|8862",
        "%1000Hu|3c5",
        "%-2.0u|om",
        "%.0u|jane@example.com",
        "%00u|jane@example.com",
      })
  void givesWhatDoveadmGives(String text, String expected) throws ConfigException {
    assertThat(expand(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "%x|Unknown variable '%x'",
        "%{x}|Unknown variable '%x'",
        "%{user|Unknown variable '%{'",
        "%L3u|Unknown variable '%3'",
        "%0-3u|Unknown variable '%-'",
        "%{nosuch:user}|Unknown variable '%nosuch'",
        "%{passdb:x}|Unknown variable '%passdb'",
        "%{passdb:x:default}|Unknown variable '%passdb'",
        "%{sha256:nosuch}|Unknown variable '%nosuch'",
        "%{sha256;truncate=x:user}|Cannot parse hash arguments:'x' is not number for truncbits",
        "%{sha256;format=foo:user}|Cannot parse hash arguments:'foo' is not supported format",
        "%{sha256;rounds=0:user}|Cannot parse hash arguments:rounds must be at least 1",
        "%{if;a;b}|if: requires four or five parameters, got 2",
        "%{if;x;<;2;a;c}|if: x (lhs) is not a number",
        "%{if;1;foo;2;a;c}|if: Unsupported comparator 'foo'",
        "%{sha256;rounds=x:user}|Cannot parse hash arguments:'x' is not number for rounds",
      })
  void refusesWhatItDoesNotKnow(String text, String reason) {
    assertThatThrownBy(() -> expand(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Failed to expand x=" + text + ": " + reason);
  }

  @Test
  void neverFailsOtherwiseThanByItsOwnException() {
    String alphabet = "%%%{{}}0123.-LUEXRNHMDTunxd;:=,ifsha256<>* ()|',";
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        VariableExpansion.expand("x", text.toString(), JANE, seed % 2 == 0);
      } catch (ConfigException e) {
        assertThat(e.kind()).isEqualTo(ConfigException.Kind.UNUSABLE);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
  }

  @Test
  void letsNoNameLeadOutOfAPath() throws ConfigException {
    for (String name :
        new String[] {"../x", "..", "..@example.com", "a@../b", "a/b", ".x", "a\nb"}) {
      UserVariables variables =
          new UserVariables(name, "", "", Map.of(), AuthInfo.OWN, true, false);
      assertThatThrownBy(() -> VariableExpansion.expand("x", "/srv/%d/%n", variables, false))
          .as(name)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("cannot be part of a path");
    }
    UserVariables fine =
        new UserVariables("a.b%c@é.org", "", "", Map.of(), AuthInfo.OWN, true, false);
    assertThat(VariableExpansion.expand("x", "/srv/%d/%n", fine, false))
        .isEqualTo("/srv/é.org/a.b%c");
  }
}
