package no.tandem.functions;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Classes of libraries that are written as JSON and not registered for that by themselves: without
 * the first one, a function's error ends the native process instead of being told to Lambda.
 */
@RegisterForReflection(classNames = "io.quarkus.amazon.lambda.runtime.FunctionError")
final class NativeReflection {

  private NativeReflection() {}
}
