package no.tandem.functions;

import java.util.Optional;
import java.util.function.Supplier;
import no.tandem.links.LinkTable;
import no.tandem.settings.InvalidSettingsException;
import no.tandem.sync.side.RemoteException;
import org.jboss.logging.Logger;

/** Logs what goes wrong with a call in one line; Lambda's binding does not say which it was. */
public final class Failures {
  private static final Logger LOG = Logger.getLogger(Failures.class);

  private Failures() {}

  /**
   * Does what a function was called for.
   *
   * @throws UnavailableException where the link store cannot be used
   */
  public static <T> T logged(String function, TenantSettings settings, Supplier<T> work) {
    try {
      return work.get();
    } catch (BadRequestException e) {
      LOG.warnf("%s: bad call: %s", function, e.getMessage());
      throw e;
    } catch (BusyException e) {
      LOG.infof("%s: %s", function, e.getMessage());
      throw e;
    } catch (RemoteException e) {
      LOG.warnf("%s: %s: %s", function, e.system(), e.title());
      throw e;
    } catch (InvalidSettingsException e) {
      LOG.errorf("%s: %s", function, e.getMessage());
      throw e;
    } catch (RuntimeException e) {
      Optional<String> unavailable = LinkTable.trouble(e, settings.deployment().links());
      // Any other message may quote values.
      LOG.errorf("%s failed: %s", function, unavailable.orElse(e.getClass().getName()));
      if (unavailable.isPresent()) {
        throw new UnavailableException(unavailable.get(), e);
      }
      throw e;
    }
  }
}
