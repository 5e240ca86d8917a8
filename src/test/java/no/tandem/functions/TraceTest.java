package no.tandem.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static final String ROOT = "1-5759e988-bd862e3fe1be46a994272793";
  private static final String HEADER = "Root=" + ROOT + ";Parent=53995c3f42cd8ad8;Sampled=1";
  private static final String OTHER = "1-67891233-abcdef012345678912345678";

  @AfterEach
  void noLambda() {
    System.clearProperty(Trace.PROPERTY);
  }

  @Test
  void theCallsTraceIsLambdas() {
    System.setProperty(Trace.PROPERTY, HEADER);
    assertThat(Trace.ofCall().id()).isEqualTo(ROOT);
  }

  @Test
  void withoutLambdaEveryCallHasOneOfItsOwn() {
    assertThat(Trace.ofCall().id()).matches("1-[0-9a-f]{8}-[0-9a-f]{24}");
    assertThat(Trace.ofCall()).isNotEqualTo(Trace.ofCall());
  }

  @Test
  void aMessagesTraceIsItsSenders() {
    System.setProperty(Trace.PROPERTY, HEADER);
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    assertThat(Trace.ofMessage(message).id()).as("it has none").isEqualTo(ROOT);
    message.putObject("attributes").put("AWSTraceHeader", "Sampled=0;Root=" + OTHER);
    assertThat(Trace.ofMessage(message).id()).isEqualTo(OTHER);
  }

  @Test
  void whatIsHandedOnIsTheCallsHeaderOrTheMessagesRoot() {
    System.setProperty(Trace.PROPERTY, HEADER);
    assertThat(Trace.ofCall().over(Trace::header)).contains(HEADER);
    assertThat(new Trace(OTHER).over(Trace::header)).contains("Root=" + OTHER);
    assertThat(Trace.header()).as("afterwards").isEqualTo(Optional.empty());
  }

  @Test
  void aTraceWithinAnotherEndsFirst() {
    String outer =
        new Trace("1-outer").over(() -> new Trace("1-inner").over(() -> "") + Trace.header().get());
    assertThat(outer).isEqualTo("Root=1-outer");
  }
}
