package no.tandem.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/** What {@code npx cdk} runs. */
public final class TandemApp {

  private TandemApp() {}

  /** Synthesises the stack; AWS's security rules are checked on the way. */
  public static void main(String[] args) {
    App app = new App();
    new TandemStack(app, "Tandem", Parameters.of(app.getNode()));
    Aspects.of(app).add(new AwsSolutionsChecks());
    app.synth();
  }
}
