package dev.dovetail.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        "%{if;a;b}|if: requires four or five parameters, got 2",
        "%{if;x;<;2;a;c}|if: x (lhs) is not a number",
        "%{if;1;foo;2;a;c}|if: Unsupported comparator 'foo'",
        "%{sha256;rounds=x:user}|Cannot parse hash arguments:rounds must be at least 1",
      })
  void refusesWhatItDoesNotKnow(String text, String reason) {
    assertThatThrownBy(() -> expand(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Failed to expand x=" + text + ": " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "%{user}!jane@example.com",
        "%{user | username}!jane",
        "%{user|domain|upper}!EXAMPLE.COM",
        "%{user | lower | username | substr(0, 2)}!ja",
        "%{user | substr(-3)}!com",
        "%{userdb:x | default('a } b')}!a } b",
        "%{process:pid}!4711",
        "%{user | md5 | hexlify}!9e26471d35a78862c17e467d87cddedf",
        "%u!%u",
        "%%{user}!%{user}",
      })
  void expandsThePipesOf24(String text, String expected) throws ConfigException {
    assertThat(VariableExpansion.expand("x", text, JANE, true)).isEqualTo(expected);
  }

  @Test
  void refusesUnknownNamesAndFiltersOf24() {
    assertThatThrownBy(() -> VariableExpansion.expand("x", "%{nosuch}", JANE, true))
        .hasMessage("Failed to expand x=%{nosuch}: Unknown variable 'nosuch'");
    assertThatThrownBy(() -> VariableExpansion.expand("x", "%{user | foo}", JANE, true))
        .hasMessage("Failed to expand x=%{user | foo}: No such filter: foo");
  }

  @Test
  void neverFailsOtherwiseThanByItsOwnException() {
    String alphabet = "%%%{{}}0123.-LUEXRNHMDTunxd;:=,ifsha256<>* ()|";
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
      UserVariables variables = new UserVariables(name, "", "", Map.of(), AuthInfo.OWN, true);
      assertThatThrownBy(() -> VariableExpansion.expand("x", "/srv/%d/%n", variables, false))
          .as(name)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("cannot be part of a path");
    }
    UserVariables fine = new UserVariables("a.b%c@é.org", "", "", Map.of(), AuthInfo.OWN, true);
    assertThat(VariableExpansion.expand("x", "/srv/%d/%n", fine, false))
        .isEqualTo("/srv/é.org/a.b%c");
  }

  /** Values as the documentation of 2.4 and the standard tools give them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "%{user | username};jane",
        "%{user | domain | upper};EXAMPLE.COM",
        "%{userdb:nosuch | default('x y')};x y",
        "%{user | substr(0, 2)};ja",
        "%{user | substr(-3)};com",
        "%{user | substr(0, -4)};jane@example",
        "%{user | reverse};moc.elpmaxe@enaj",
        "%{user | concat('!', domain)};jane@example.com!example.com",
        "%{domain | ldap_dn};example,dc=com",
        "%{user | index('@', 1)};example.com",
        "%{domain | index('.', -1)};com",
        "%{domain | index('.', 7)};``",
        "%{user | regexp('^([a-z]+)@.*$', '<\\1>')};<jane>",
        "%{user | truncate(3)};jan",
        "%{literal('40') | calculate('+', 2)};42",
        "%{literal('255') | hex};ff",
        "%{literal('255') | hex(4)};00ff",
        "%{literal('ff') | unhex};255",
        "%{literal('jane') | hexlify};6a616e65",
        "%{literal('6a616e65') | unhexlify};jane",
        "%{literal('jane') | base64};amFuZQ==",
        "%{literal('amFuZQ==') | unbase64};jane",
        "%{literal('é') | hexlify};c3a9",
        "%{literal('user') | md5 | hexlify};ee11cbb19052e40b07aac0ca060c23ee",
        "%{literal('user') | sha1 | hexlify};12dea96fec20593566ab75692c9949596833adc9",
        "%{literal('user') | hash('sha1') | hexlify};12dea96fec20593566ab75692c9949596833adc9",
        "%{user | if('=', 'x', 'a', 'b')};!Unsupported comparator '='",
        "%{user | if('eq', 'jane@example.com', 'a', 'b')};a",
        "%{if(domain, 'eq', 'x', 'a', 'b')};b",
        "%{lookup('domain')};example.com",
        "%{user | nosuch};!No such filter: nosuch",
        "%{nosuch};!Unknown variable 'nosuch'",
        "%{literal('x') | unhexlify};!unhexlify: 'x' cannot be converted",
        "%{literal('1') | calculate('/', 0)};!calculate: it cannot be done with '1'",
        "%u %n;%u %n",
      })
  void takesTheFiltersOf24(String text, String expected) throws ConfigException {
    UserVariables jane =
        new UserVariables("jane@example.com", "", "", Map.of(), AuthInfo.OWN, false);
    if (expected.startsWith("!")) {
      assertThatThrownBy(() -> VariableExpansion.expand("x", text, jane, true))
          .hasMessageEndingWith(expected.substring(1));
    } else {
      assertThat(VariableExpansion.expand("x", text, jane, true)).isEqualTo(expected);
    }
  }
}
