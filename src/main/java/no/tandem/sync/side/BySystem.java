package no.tandem.sync.side;

import java.util.Map;
import java.util.function.Function;

/** One thing of PowerOffice and one of webCRM. */
public record BySystem<T>(T powerOffice, T webCrm) {

  /** Both, PowerOffice's first. */
  public static <T> BySystem<T> each(Function<SystemName, T> made) {
    T powerOffice = made.apply(SystemName.POWEROFFICE);
    return new BySystem<>(powerOffice, made.apply(SystemName.WEBCRM));
  }

  public T of(SystemName system) {
    return switch (system) {
      case POWEROFFICE -> powerOffice;
      case WEBCRM -> webCrm;
    };
  }

  /** The same with another thing of this system. */
  public BySystem<T> with(SystemName system, T other) {
    return switch (system) {
      case POWEROFFICE -> new BySystem<>(other, webCrm);
      case WEBCRM -> new BySystem<>(powerOffice, other);
    };
  }

  public Map<SystemName, T> toMap() {
    return Map.of(SystemName.POWEROFFICE, powerOffice, SystemName.WEBCRM, webCrm);
  }

  public <R> BySystem<R> map(Function<? super T, R> change) {
    R first = change.apply(powerOffice);
    return new BySystem<>(first, change.apply(webCrm));
  }
}
