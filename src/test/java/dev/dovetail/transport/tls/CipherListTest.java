package dev.dovetail.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import org.junit.jupiter.api.Test;

class CipherListTest {
  private static final String TLS_13 = "TLS_AES_256_GCM_SHA384";
  private static final String ECDSA = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
  private static final String ECDHE = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
  private static final String CHACHA = "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256";
  private static final String DHE = "TLS_DHE_RSA_WITH_AES_128_CBC_SHA";
  private static final String STATIC = "TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256";
  private static final String RSA = "TLS_RSA_WITH_AES_256_CBC_SHA256";
  private static final String[] ALL = {TLS_13, ECDSA, ECDHE, CHACHA, DHE, STATIC, RSA};

  private static String[] chosenBy(String list) throws SyncException {
    return CipherList.choose(list, ALL);
  }

  @Test
  void wordsAddRemoveForbidAndMove() throws SyncException {
    assertThat(chosenBy("ALL")).containsExactly(ALL);
    assertThat(chosenBy("ALL:!kRSA")).doesNotContain(RSA).contains(STATIC);
    assertThat(chosenBy("ALL:!kRSA:kRSA")).doesNotContain(RSA);
    assertThat(chosenBy("ALL:-kRSA:kRSA")).endsWith(RSA);
    assertThat(chosenBy("kRSA, ECDHE")).containsExactly(TLS_13, RSA, ECDSA, ECDHE, CHACHA);
    assertThat(chosenBy("ALL:+ECDHE")).endsWith(RSA, ECDSA, ECDHE, CHACHA);
    assertThat(chosenBy("ECDHE+AESGCM")).containsExactly(TLS_13, ECDSA, ECDHE);
    assertThat(chosenBy("ALL:!SHA1:!aECDSA")).containsExactly(TLS_13, ECDHE, CHACHA, STATIC, RSA);
    assertThat(chosenBy("HIGH:@STRENGTH")).startsWith(TLS_13, ECDHE, CHACHA, RSA, ECDSA);
  }

  @Test
  void suitesHaveTheirNamesInOpenSsl() throws SyncException {
    assertThat(chosenBy("ECDHE-RSA-AES256-GCM-SHA384:AES256-SHA256:DHE-RSA-AES128-SHA"))
        .containsExactly(TLS_13, ECDHE, RSA, DHE);
    assertThat(chosenBy("ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-CAMELLIA128-SHA256"))
        .containsExactly(TLS_13, CHACHA);
  }

  @Test
  void dovecotsDefaultLeavesTheUsualOnes() throws SyncException {
    assertThat(
            chosenBy(
                "ALL:!kRSA:!SRP:!kDHd:!DSS:!aNULL:!eNULL:!EXPORT:!DES:!3DES:!MD5:!PSK:!RC4:!ADH"
                    + ":!LOW@STRENGTH"))
        .containsExactlyInAnyOrder(TLS_13, ECDSA, ECDHE, CHACHA, DHE, STATIC);
  }

  @Test
  void wordsThatMeanNothingHereAreRefused() {
    assertThatThrownBy(() -> chosenBy("ALL:!SHINY"))
        .hasMessage("ssl_cipher_list = ALL:!SHINY cannot be used: it has the unknown word SHINY");
    assertThatThrownBy(() -> chosenBy("DEFAULT@SECLEVEL=2")).hasMessageContaining("@SECLEVEL=2");
    assertThatThrownBy(() -> CipherList.choose("RC4", new String[] {ECDHE}))
        .hasMessageContaining("leaves no cipher suite");
  }
}
