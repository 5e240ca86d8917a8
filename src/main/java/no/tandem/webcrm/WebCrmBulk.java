package no.tandem.webcrm;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import no.tandem.sync.side.Bulk;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;
import no.tandem.sync.side.TransientException;
import org.jspecify.annotations.Nullable;

/**
 * webCRM's PATCH of a collection: an array of records, of which id 0 inserts. It answers an array
 * of texts that mixes ids and error texts. Nothing else is documented; not the order either.
 */
final class WebCrmBulk implements Bulk {
  private static final Logger LOG = System.getLogger(WebCrmBulk.class.getName());
  private static final int LONGEST_TEXT = 2000;

  /** Said before a body is read: that the address takes no PATCH, that the body is too large. */
  private static final Set<Integer> NOT_HANDLED = Set.of(405, 413);

  /** Said where there is no such call; but by whom is not certain, so it may have been handled. */
  private static final int NOT_FOUND = 404;

  private final WebCrmSide side;
  private final WebCrm webCrm;
  private final WebCrm.Kind kind;
  private final int size;

  WebCrmBulk(WebCrmSide side, WebCrm webCrm, WebCrm.Kind kind, int size) {
    this.side = side;
    this.webCrm = webCrm;
    this.kind = kind;
    this.size = size;
  }

  @Override
  public int size() {
    return webCrm.takesBulk(kind) ? size : 0;
  }

  @Override
  public List<Said> create(List<Side.New> records, Side.IntentStore intentStore) {
    List<Map<String, Object>> bodies = records.stream().map(side::newRecord).toList();
    return webCrm.alone(() -> send(bodies, intentStore));
  }

  private List<Said> send(List<Map<String, Object>> bodies, Side.IntentStore intentStore) {
    String body = Json.write(bodies);
    AtomicBoolean sent = new AtomicBoolean();
    try {
      return side.counted(
          webCrm.clearance(intentStore),
          (api, authorization) -> {
            sent.set(true);
            return api.upsert(authorization, kind.collection(), body);
          },
          answer -> read(answer, bodies.size()));
    } catch (RemoteException e) {
      boolean notHandled = !sent.get() || NOT_HANDLED.contains(e.status());
      if (sent.get() && (notHandled || e.status() == NOT_FOUND)) {
        LOG.log(
            Level.WARNING,
            "PATCH /{0} answers {1}: records are written one by one from now on",
            kind.collection(),
            e.title());
        webCrm.takesNoBulk(kind);
      }
      if (notHandled) {
        return Collections.nCopies(bodies.size(), new Said.NotHandled());
      }
      throw e;
    }
  }

  private static List<Said> read(@Nullable String body, int records) {
    JsonNode answer = Json.read(body);
    if (!answer.isArray() || answer.size() != records) {
      String title = "unusable answer (not one element for each record)";
      throw new TransientException(SystemName.WEBCRM, 200, title, title);
    }
    List<Said> said = new ArrayList<>();
    for (JsonNode element : answer) {
      String text = element.isValueNode() ? element.asText("").strip() : element.toString();
      said.add(
          WebCrmSide.id(text)
              .<Said>map(Said.Id::new)
              .orElseGet(() -> new Said.Words(Text.cut(text, LONGEST_TEXT))));
    }
    return said;
  }
}
