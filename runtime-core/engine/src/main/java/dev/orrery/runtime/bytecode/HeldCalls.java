package dev.orrery.runtime.bytecode;

import java.lang.classfile.BootstrapMethodEntry;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Instruction;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandleInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one class is given for calls that plugins may not make.
 *
 * <ul>
 *   <li>Before a refused call stands a throw. A jar in which something leads to such a call is not
 *       loaded; this holds those to which nothing seemed to lead. The call stays behind the throw,
 *       so that nothing has to be made up for what it would have answered.
 *   <li>Ends of the process are replaced by methods of the gate that take the same and throw; so
 *       are references to them, which many libraries hold and never call.
 *   <li>A method found by name is looked at before it is called.
 * </ul>
 *
 * <p>Confined to one thread.
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
      if (entry instanceof MemberRefEntry member && held.concerns(member)) {
        return held;
      }
    }
    return null;
  }

  private boolean concerns(MemberRefEntry member) {
    return refusal(member) != null
        || Exits.standIn(member).isPresent()
        || Exits.isReflection(member);
  }

  /** Writes an instruction, with what it is given. */
  void write(Instruction instruction, CodeBuilder code) {
    switch (instruction) {
      case InvokeInstruction it -> call(it, code);
      case InvokeDynamicInstruction it -> dynamic(it.invokedynamic(), code);
      case LoadConstantInstruction it -> {
        // A handle that is a constant of its own: no compiler writes it, so it need not be
        // replaced.
        refuse(it.constantEntry(), code);
        code.with(it);
      }
      default -> code.with(instruction);
    }
  }

  private void call(InvokeInstruction call, CodeBuilder code) {
    Optional<MethodTypeDesc> exit = Exits.standIn(call.method());
    if (exit.isPresent()) {
      code.invokestatic(gate, GateClass.EXIT, exit.get());
      return;
    }
    refuse(call.method(), code);
    if (Exits.isReflection(call.method())) {
      // Method, object, arguments: the method once more on top, and away.
      code.dup2_x1().pop2().dup_x2().invokestatic(gate, GateClass.LOOK, GateClass.LOOKS);
    }
    code.with(call);
  }

  private void dynamic(InvokeDynamicEntry entry, CodeBuilder code) {
    ConstantPoolBuilder pool = code.constantPool();
    List<LoadableConstantEntry> given = entry.bootstrap().arguments();
    given.forEach(argument -> refuse(argument, code));
    List<LoadableConstantEntry> used =
        given.stream().map(argument -> standIn(argument, pool)).toList();
    BootstrapMethodEntry bootstrap = pool.bsmEntry(entry.bootstrap().bootstrapMethod(), used);
    code.invokedynamic(pool.invokeDynamicEntry(bootstrap, entry.nameAndType()));
  }

  private LoadableConstantEntry standIn(LoadableConstantEntry constant, ConstantPoolBuilder pool) {
    if (constant instanceof MethodHandleEntry handle) {
      Optional<MethodTypeDesc> exit = Exits.standIn(handle.reference());
      if (exit.isPresent()) {
        return pool.methodHandleEntry(
            MethodHandleInfo.REF_invokeStatic,
            pool.methodRefEntry(gate, GateClass.EXIT, exit.get()));
      }
    }
    return constant;
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
