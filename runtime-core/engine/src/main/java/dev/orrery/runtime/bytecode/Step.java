package dev.orrery.runtime.bytecode;

/**
 * A method on a way.
 *
 * @param className as people write it
 * @param method its name
 */
public record Step(String className, String method) {
  static Step of(Member member) {
    String signature = member.signature();
    return new Step(
        member.owner().replace('/', '.'), signature.substring(0, signature.indexOf('(')));
  }
}
