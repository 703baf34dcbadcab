package dev.orrery.runtime.bytecode;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Instruction;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a throw before each refused call of a class. A jar in which something leads to such a call
 * is not loaded; this holds the calls to which nothing seemed to lead. The call itself stays behind
 * the throw, so that nothing has to be made up for what it would have answered. Confined to one
 * thread.
 */
final class HeldCalls {
  private final ClassDesc gate;
  private final Set<Refusal> allowed;

  private HeldCalls(ClassDesc gate, Set<Refusal> allowed) {
    this.gate = gate;
    this.allowed = allowed;
  }

  /** Null when nothing of a class needs to be held. */
  static @Nullable HeldCalls in(ClassModel type, ClassDesc gate, Set<Refusal> allowed) {
    HeldCalls held = new HeldCalls(gate, allowed);
    for (PoolEntry entry : type.constantPool()) {
      if (entry instanceof MemberRefEntry member && held.refusal(member) != null) {
        return held;
      }
    }
    return null;
  }

  /** To be called before an instruction is written. */
  void before(Instruction instruction, CodeBuilder code) {
    switch (instruction) {
      case InvokeInstruction it -> refuse(it.method(), code);
      case InvokeDynamicInstruction it ->
          it.invokedynamic().bootstrap().arguments().forEach(argument -> refuse(argument, code));
      case LoadConstantInstruction it -> refuse(it.constantEntry(), code);
      default -> {}
    }
  }

  private void refuse(LoadableConstantEntry constant, CodeBuilder code) {
    if (constant instanceof MethodHandleEntry handle) {
      refuse(handle.reference(), code);
    }
  }

  private void refuse(MemberRefEntry member, CodeBuilder code) {
    Refusal refusal = refusal(member);
    if (refusal != null) {
      String call = JdkMembers.text(member.owner().asInternalName(), member.name().stringValue());
      code.loadConstant(call + " is refused in plugins (" + refusal.key() + ")")
          .invokestatic(gate, GateClass.REFUSE, GateClass.TELLS);
    }
  }

  private @Nullable Refusal refusal(MemberRefEntry member) {
    Refusal refusal =
        JdkMembers.REFUSED.find(
            member.owner().asInternalName(),
            member.name().stringValue(),
            member.type().stringValue());
    return refusal == null || allowed.contains(refusal) ? null : refusal;
  }
}
