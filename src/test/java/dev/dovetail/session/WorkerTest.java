package dev.dovetail.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.userdb.User;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerTest {

  @Test
  void carriesTheUserThroughTheEnvironment() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("uid", "5000");
    fields.put("home", "/srv/mail/ja ne=x");
    fields.put("nologin", "");
    Worker worker = new Worker(Worker.Role.INITIATOR, new User("jane@example.com", fields), true);
    Map<String, String> environment = new HashMap<>();
    worker.describe(environment);
    assertThat(Worker.of(environment)).contains(worker);
  }

  @Test
  void isNotFoundInAnOrdinaryEnvironment() {
    assertThat(Worker.of(Map.of("USER", "jane"))).isEmpty();
  }

  @Test
  void tellsItsStateApartFromMessages() {
    assertThat(Worker.stateIn(Worker.stateLine("AQAAAHm4+Jk="))).isEqualTo("AQAAAHm4+Jk=");
    assertThat(Worker.stateIn(Worker.stateLine(""))).isEmpty();
    assertThat(Worker.stateIn("dovetail(jane): Error: state x")).isNull();
  }
}
