package dev.orrery.runtime.bytecode;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.util.List;

/** Refused calls of a method that nothing leads to. Confined to one thread. */
final class Unreached implements MethodScan.Listener {
  private final Calls calls;

  private Unreached(Calls calls) {
    this.calls = calls;
  }

  static List<Finding> refused(ClassModel type, MethodModel method) {
    Calls calls = new Calls(type, method, false);
    if (method.flags().has(AccessFlag.NATIVE)) {
      calls.isNative();
    }
    MethodScan.of(method, new Unreached(calls));
    return calls.findings().stream().filter(it -> it.subject() instanceof Refusal).toList();
  }

  @Override
  public void calls(
      MethodScan.Dispatch dispatch, String owner, String name, String descriptor, int line) {
    calls.member(owner, name, descriptor, line);
  }

  @Override
  public void makes(String type) {}

  @Override
  public void touches(String owner, String name, int line) {}

  @Override
  public void mentions(String type) {}

  @Override
  public void says(String text, int line) {}
}
