package dev.orrery.runtime.bytecode;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns members of the JDK that one method uses into findings. Confined to one thread. */
final class Calls {
  private final ClassModel type;
  private final MethodModel method;
  private final boolean reached;
  private final List<Finding> findings = new ArrayList<>();

  Calls(ClassModel type, MethodModel method, boolean reached) {
    this.type = type;
    this.method = method;
    this.reached = reached;
  }

  List<Finding> findings() {
    return findings;
  }

  /** A member is used; nothing happens when it is about nothing. */
  void member(String owner, String name, String descriptor, int line) {
    Refusal refused = JdkMembers.REFUSED.find(owner, name, descriptor);
    Outside shown = JdkMembers.SHOWN.find(owner, name, descriptor);
    String call = JdkMembers.text(owner, name);
    add(refused, call, line);
    add(shown, call, line);
  }

  /** A text that is the name of a class all of whose members are refused. */
  void text(String text, int line) {
    if (JdkMembers.REFUSED.find(text.replace('.', '/'), "*", "") != null) {
      add(Outside.REFLECTION, "\"" + text + "\"", line);
    }
  }

  /** Something that lasts is written to. */
  void keeps(Outside subject, String field, int line) {
    add(subject, field, line);
  }

  /** The method itself is native. */
  void isNative() {
    add(Refusal.NATIVE_METHODS, "a native method", 0);
  }

  private void add(@Nullable Subject subject, String call, int line) {
    if (subject != null) {
      findings.add(new Finding(subject, call, place(line), reached));
    }
  }

  private Place place(int line) {
    return new Place(
        type.thisClass().asInternalName().replace('/', '.'),
        method.methodName().stringValue(),
        type.findAttribute(Attributes.sourceFile())
            .map(source -> source.sourceFile().stringValue())
            .orElse(""),
        line);
  }
}
