package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Breaks the engine on purpose, one place at a time, and expects the simulation to find it: a check
 * that cannot fail proves nothing.
 */
@ExtendWith(Quiet.class)
class MutationTest {
  /** As many as the simulation test runs, in which the engine as it is shows nothing. */
  private static final int SEEDS = 2000;

  private static final int SEEDS_AS_IT_IS = 200;
  private static final Path SOURCES = Path.of("src/main/java/no/tandem");

  @TempDir Path compiled;

  // Each line of code on a line of its own, with its indentation to be seen.
  @SuppressWarnings("StringConcatToTextBlock")
  static List<Arguments> mutations() {
    return List.of(
        mutation(
            "the claim is skipped",
            "links/DynamoDbLinks.java",
            "claims(before, stored).forEach(claim -> writes.add(put(claim)));",
            ""),
        mutation(
            "the cursor moves although records are not done",
            "sync/Sync.java",
            "if (settled && run.mode() == Mode.APPLY",
            "if (run.mode() == Mode.APPLY"),
        mutation(
            "the cursor moves before anything is done",
            "sync/Sync.java",
            "    boolean settled;\n    if (full) {",
            "    boolean settled;\n"
                + "    moveCursor(SystemName.POWEROFFICE, leftCursor, lefts, Duration.ZERO, everyLeft);\n"
                + "    moveCursor(SystemName.WEBCRM, rightCursor, rights, Duration.ZERO, everyRight);\n"
                + "    if (full) {"),
        mutation(
            "a create without an answer is sent again",
            "webcrm/WebCrmSide.java",
            "    return webCrm.alone(\n        () ->\n            counted(",
            "    try {\n"
                + "      counted((api, authorization) -> api.create(authorization,"
                + " kind.collection(), body), this::createdId);\n"
                + "    } catch (TransientException e) {\n"
                + "      // Again.\n"
                + "    }\n"
                + "    return webCrm.alone(\n        () ->\n            counted("),
        mutation(
            "the left base is forgotten",
            "sync/PropertyMerge.java",
            "boolean leftChanged = isEdited(name, left, link.leftBase());",
            "boolean leftChanged = isEdited(name, left, Base.NONE);"),
        mutation(
            "the right base is forgotten",
            "sync/PropertyMerge.java",
            "boolean rightChanged = isEdited(name, right, link.rightBase());",
            "boolean rightChanged = isEdited(name, right, Base.NONE);"),
        mutation(
            "a page that failed counts as empty",
            "webcrm/WebCrmSide.java",
            "  private List<Snapshot> query(String script) {\n    List<Columns> page =",
            "  private List<Snapshot> query(String script) {\n"
                + "    try {\n      return believed(script);\n"
                + "    } catch (RemoteException e) {\n      return List.of();\n    }\n  }\n\n"
                + "  private List<Snapshot> believed(String script) {\n    List<Columns> page ="),
        mutation(
            "a gateway's 404 counts as the system's own",
            "remote/Caller.java",
            "|| (failure.status() == 404 && !errors.ownForm(failure.status(), failure.body()));",
            ";"),
        mutation(
            "what a list does not show counts as gone",
            "sync/Truth.java",
            "    List<Side.Known> missing =\n"
                + "        wanted.stream().filter(record -> !known.containsKey(record.id())).toList();",
            "    if (!known.isEmpty()) {\n"
                + "      Map<RecordId, Presence> gone = new HashMap<>(known);\n"
                + "      wanted.forEach(r -> gone.putIfAbsent(r.id(), new Presence.Gone()));\n"
                + "      return gone;\n"
                + "    }\n"
                + "    List<Side.Known> missing =\n"
                + "        wanted.stream().filter(record -> !known.containsKey(record.id())).toList();"),
        mutation(
            "what is unknown counts as gone",
            "sync/Reconciler.java",
            "    if (left instanceof Unknown unknown) {\n"
                + "      return Optional.of(new Plan.Wait(Hold.due(unknown.reason())));\n    }\n"
                + "    if (right instanceof Unknown unknown) {\n"
                + "      return Optional.of(new Plan.Wait(Hold.due(unknown.reason())));\n    }",
            ""),
        mutation(
            "a begun creation is made again without looking",
            "sync/Matcher.java",
            "      if (record.intentAt().isPresent()) {",
            "      if (record.intentAt().isPresent() && record.left().id().value().isEmpty()) {",
            "    if (record.intentAt().isEmpty() || pair.webCrmReference().isPresent()) {",
            "    if (record.intentAt().isEmpty() || !pair.name().isEmpty()) {",
            "    for (int rank : new int[] {Matching.BY_REFERENCE, Matching.BY_IDENTITY,"
                + " Matching.BY_NAME}) {",
            "    open.removeIf(\n"
                + "        r -> {\n"
                + "          if (r.intentAt().isPresent()) {\n"
                + "            matches.put(r.left().id(), new Match.None());\n"
                + "          }\n"
                + "          return r.intentAt().isPresent();\n"
                + "        });\n"
                + "    for (int rank : new int[] {Matching.BY_REFERENCE, Matching.BY_IDENTITY,"
                + " Matching.BY_NAME}) {"),
        mutation(
            "a record that may be ours is not thought of",
            "sync/Matcher.java",
            "    if (record.intentAt().isEmpty() || pair.webCrmReference().isPresent()) {",
            "    if (record.intentAt().isEmpty() || !pair.name().isEmpty()) {"),
        mutation(
            "what was created for one record is taken for another's",
            "sync/Newcomers.java",
            "createdFor(alike.stream()).values().forEach(created -> similar.remove(created.id()));",
            ""),
        mutation(
            "all properties are written, not only the changed ones",
            "sync/Merging.java",
            "      Optional<String> value = values.get(property.name());\n      if (value != null) {\n"
                + "        columns.putAll(property.on(system)",
            "      Optional<String> value =\n"
                + "          Optional.ofNullable(values.get(property.name()))\n"
                + "              .orElseGet(\n"
                + "                  () ->\n"
                + "                      (system == SystemName.POWEROFFICE ? bases.before.leftBase()"
                + " : bases.before.rightBase()).view().get(property.name()));\n"
                + "      if (value != null) {\n"
                + "        columns.putAll(property.on(system)"),
        mutation(
            "the loser is dropped",
            "sync/PropertyMerge.java",
            "        List.copyOf(losers),",
            "        List.of(),"),
        mutation(
            "what is written is not known before it is",
            "sync/Merging.java",
            "              before.attempting(attempts(plan)),",
            "              before.attempting(Map.of()),"),
        mutation(
            "what is due is not taken up again",
            "sync/Link.java",
            "    return isHeld(Hold.Kind.DUE) || (state == State.CREATING && !held() && !ignored());",
            "    return state == State.CREATING && !held() && !ignored();"),
        mutation(
            "a link is stored over somebody else's",
            "links/DynamoDbLinks.java",
            "private static final String UNCHANGED = \"version = :version\";",
            "private static final String UNCHANGED = \"version = :version OR"
                + " attribute_exists(version)\";"),
        mutation(
            "what is said of many new records is believed",
            "sync/BulkCreating.java",
            "if (isAsSent(draft, intent, Optional.ofNullable(read.get(id)))) {",
            "if (!id.value().isEmpty()) {"),
        mutation(
            "many records are created without an intent",
            "sync/BulkCreating.java",
            "intents.put(draft, creating.intend(draft))",
            "intents.put(draft, draft.work().linkOrNew().creating(begun))"),
        mutation(
            "a call for many records without an answer counts as not handled",
            "webcrm/WebCrmBulk.java",
            "boolean notHandled = !sent.get() || NOT_HANDLED.contains(e.status());",
            "boolean notHandled = true;"),
        mutation(
            "an operator's retry forgets that a creation was begun",
            "sync/OperatorActs.java",
            "    Link free =\n        link.withBases(",
            "    Link free =\n        link.state() == Link.State.CREATING"
                + " ? link.notCreated(Optional.empty()) : link.withBases("),
        mutation(
            "an operator's edit is made before it is stored",
            "sync/OperatorActs.java",
            "          links.save(\n              link,\n              prepared,\n",
            "          links.save(\n              link,\n              link,\n"),
        mutation(
            "requests are not limited",
            "remote/RateLimit.java",
            "    this.limited = places != 0;",
            "    this.limited = places > 100000;"));
  }

  private static Arguments mutation(String name, String file, String... changes) {
    return Arguments.of(name, file, List.of(changes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutations")
  void theSimulationFinds(String name, String file, List<String> changes) throws Exception {
    Optional<String> found = firstViolation(mutated(file, changes), SEEDS);
    System.out.println("Mutation: " + name + " -> " + found.orElse("not found"));
    assertThat(found).as("%s, in %s seeds", name, SEEDS).isPresent();
  }

  @Test
  void aCopyOfTheEngineAsItIsShowsNothing() throws Exception {
    assertThat(firstViolation(compiled, SEEDS_AS_IT_IS)).isEmpty();
  }

  private Path mutated(String file, List<String> changes) throws IOException {
    Path source = SOURCES.resolve(file);
    String text = Files.readString(source);
    for (int i = 0; i < changes.size(); i += 2) {
      String before = changes.get(i);
      assertThat(text.split(java.util.regex.Pattern.quote(before), -1))
          .as("%s holds this once: %s", file, before)
          .hasSize(2);
      text = text.replace(before, changes.get(i + 1));
    }
    Path changed = compiled.resolve("source").resolve(file);
    Files.createDirectories(changed.getParent());
    Files.writeString(changed, text);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjects(changed);
      boolean good =
          compiler
              .getTask(
                  errors,
                  files,
                  null,
                  List.of("-proc:none", "-parameters", "-d", compiled.toString()),
                  null,
                  units)
              .call();
      assertThat(good).as("%s", errors).isTrue();
    }
    return compiled;
  }

  /** The simulation in a class loader of its own, which prefers the changed classes. */
  private static Optional<String> firstViolation(Path changed, int seeds) throws Exception {
    List<URL> urls = new ArrayList<>();
    urls.add(changed.toUri().toURL());
    for (String entry :
        System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
      urls.add(
          URI.create("file:" + entry + (Files.isDirectory(Path.of(entry)) ? "/" : "")).toURL());
    }
    try (URLClassLoader loader = new OwnFirst(urls.toArray(URL[]::new))) {
      var method =
          loader
              .loadClass("no.tandem.simulation.Search")
              .getDeclaredMethod("firstViolation", long.class, int.class);
      method.setAccessible(true);
      return ((Optional<?>) method.invoke(null, 1L, seeds)).map(String::valueOf);
    } catch (InvocationTargetException e) {
      // A mutant may also break down in a way of its own: found as well.
      return Optional.of(String.valueOf(e.getCause()));
    }
  }

  /** Loads the project's own classes itself and everything else as usual. */
  private static final class OwnFirst extends URLClassLoader {

    OwnFirst(URL[] urls) {
      super(urls, MutationTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("no.tandem.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }

  /** Every mutation is about a file that is there. */
  @Test
  void thereAreEnoughMutations() {
    assertThat(mutations()).hasSizeGreaterThanOrEqualTo(12);
    try (Stream<Path> files = Files.walk(SOURCES)) {
      assertThat(files.filter(Files::isRegularFile).count()).isGreaterThan(80);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
