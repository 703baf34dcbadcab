package dev.orrery.runtime.bytecode;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows values through the code of one method, in the order it is written: a listener says what
 * is worth following, and hears what becomes of it. Where ways of the code meet, what one of them
 * left on the stack is taken for all. Confined to one thread.
 */
final class ValueFlow {
  /** Says what is followed; null for a value of no interest. */
  interface Listener {
    /** An object is made. */
    @Nullable Object made(String type);

    /** A static is read. */
    @Nullable Object readStatic(String type, String name);

    /** A static is written. */
    void wroteStatic(String type, String name);

    /** A field of a value is read. */
    @Nullable Object readField(@Nullable Object object, String type, String name);

    /** A field of a value is written. */
    void wroteField(@Nullable Object object, String type, String name);

    /** An element of an array is written. */
    void wroteArray(@Nullable Object array);

    /** A method is called with these, the object first where there is one. */
    @Nullable Object called(
        String type, String name, MethodTypeDesc descriptor, @Nullable Object[] given);
  }

  private final Listener listener;
  private final Map<Integer, @Nullable Object> locals = new HashMap<>();
  private final Map<Label, ValueStack> ahead = new HashMap<>();
  private ValueStack stack = new ValueStack();
  private boolean ended;

  /**
   * A flow at the beginning of a method.
   *
   * @param self what the object itself is; null in a static method
   */
  ValueFlow(Listener listener, @Nullable Object self) {
    this.listener = listener;
    if (self != null) {
      locals.put(0, self);
    }
  }

  void element(CodeElement element) {
    switch (element) {
      case LabelTarget it -> arrive(it.label());
      case LoadInstruction it -> stack.push(it.typeKind(), locals.get(it.slot()));
      case StoreInstruction it -> locals.put(it.slot(), stack.pop(it.typeKind()));
      case FieldInstruction it -> field(it);
      case ArrayLoadInstruction it -> {
        stack.pop(1);
        stack.push(it.typeKind(), stack.pop(1));
      }
      case ArrayStoreInstruction it -> {
        stack.pop(it.typeKind());
        stack.pop(1);
        listener.wroteArray(stack.pop(1));
      }
      case InvokeInstruction it ->
          call(
              it.owner().asInternalName(),
              it.name().stringValue(),
              it.typeSymbol(),
              it.opcode() != Opcode.INVOKESTATIC);
      case InvokeDynamicInstruction it -> call("", it.name().stringValue(), it.typeSymbol(), false);
      case ConstantInstruction it -> stack.push(it.typeKind(), null);
      case NewObjectInstruction it ->
          stack.push(TypeKind.REFERENCE, listener.made(it.className().asInternalName()));
      case NewPrimitiveArrayInstruction it -> replaced(1);
      case NewReferenceArrayInstruction it -> replaced(1);
      case NewMultiArrayInstruction it -> replaced(it.dimensions());
      case TypeCheckInstruction it -> {
        if (it.opcode() == Opcode.INSTANCEOF) {
          replaced(1);
        }
      }
      case OperatorInstruction it -> operator(it);
      case ConvertInstruction it -> {
        stack.pop(it.fromType());
        stack.push(it.toType(), null);
      }
      case StackInstruction it -> stack.shuffle(it.opcode());
      case MonitorInstruction it -> stack.pop(1);
      case BranchInstruction it -> branch(it);
      case TableSwitchInstruction it -> end();
      case LookupSwitchInstruction it -> end();
      case ReturnInstruction it -> end();
      case ThrowInstruction it -> end();
      default -> {}
    }
  }

  private void field(FieldInstruction it) {
    String type = it.owner().asInternalName();
    String name = it.name().stringValue();
    TypeKind kind = TypeKind.from(it.typeSymbol());
    switch (it.opcode()) {
      case GETSTATIC -> stack.push(kind, listener.readStatic(type, name));
      case PUTSTATIC -> {
        stack.pop(kind);
        listener.wroteStatic(type, name);
      }
      case GETFIELD -> stack.push(kind, listener.readField(stack.pop(1), type, name));
      default -> {
        stack.pop(kind);
        listener.wroteField(stack.pop(1), type, name);
      }
    }
  }

  private void call(String type, String name, MethodTypeDesc descriptor, boolean onObject) {
    int first = onObject ? 1 : 0;
    @Nullable Object[] given = new @Nullable Object[first + descriptor.parameterCount()];
    for (int i = descriptor.parameterCount() - 1; i >= 0; i--) {
      given[first + i] = stack.pop(TypeKind.from(descriptor.parameterType(i)));
    }
    if (onObject) {
      given[0] = stack.pop(1);
    }
    Object answer = listener.called(type, name, descriptor, given);
    ClassDesc returned = descriptor.returnType();
    stack.push(TypeKind.from(returned), answer);
  }

  private void operator(OperatorInstruction it) {
    TypeKind kind = it.typeKind();
    switch (it.opcode()) {
      case ARRAYLENGTH -> replaced(1);
      case INEG, LNEG, FNEG, DNEG -> {}
      case LSHL, LSHR, LUSHR -> stack.pop(1);
      case LCMP, DCMPL, DCMPG -> replaced(4);
      case FCMPL, FCMPG -> replaced(2);
      default -> {
        stack.pop(kind);
        stack.pop(kind);
        stack.push(kind, null);
      }
    }
  }

  private void branch(BranchInstruction it) {
    switch (it.opcode()) {
      case GOTO, GOTO_W -> {
        ahead.putIfAbsent(it.target(), stack.copy());
        end();
      }
      case IFEQ, IFNE, IFLT, IFGE, IFGT, IFLE, IFNULL, IFNONNULL -> {
        stack.pop(1);
        ahead.putIfAbsent(it.target(), stack.copy());
      }
      default -> {
        stack.pop(2);
        ahead.putIfAbsent(it.target(), stack.copy());
      }
    }
  }

  private void arrive(Label label) {
    ValueStack left = ahead.get(label);
    if (ended) {
      stack = left == null ? new ValueStack() : left.copy();
      ended = false;
    }
  }

  private void replaced(int words) {
    stack.pop(words);
    stack.push(TypeKind.INT, null);
  }

  /** What follows is come to from elsewhere only. */
  private void end() {
    ended = true;
    stack = new ValueStack();
  }
}
