package dev.orrery.runtime.bytecode;

import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantDynamicEntry;
import java.lang.classfile.constantpool.DynamicConstantPoolEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.invoke.MethodHandleInfo;

/** Reads the code of one method: what it calls, makes and mentions. Confined to one thread. */
final class MethodScan {
  /** Hears of it in the order of the code. */
  interface Listener {
    /** A call, or a reference to a method. */
    void calls(Dispatch dispatch, String owner, String name, String descriptor, int line);

    /** An object of a class is made. */
    void makes(String type);

    /** A static field is read or written. */
    void touches(String owner, String name, int line);

    /** A class as a value. */
    void mentions(String type);

    /** A text. */
    void says(String text, int line);
  }

  /** How the method that runs is found. */
  enum Dispatch {
    /** It is the named one, of a class that must be initialised. */
    STATIC,
    /** It is the named one. */
    SPECIAL,
    /** It is that of the object. */
    VIRTUAL
  }

  private final Listener listener;
  private int line;

  private MethodScan(Listener listener) {
    this.listener = listener;
  }

  static void of(MethodModel method, Listener listener) {
    MethodScan scan = new MethodScan(listener);
    method.code().ifPresent(code -> code.forEach(scan::element));
  }

  private void element(CodeElement element) {
    switch (element) {
      case LineNumber it -> line = it.line();
      case InvokeInstruction it -> call(dispatch(it.opcode()), it.method());
      case NewObjectInstruction it -> listener.makes(it.className().asInternalName());
      case FieldInstruction it
          when it.opcode() == Opcode.GETSTATIC || it.opcode() == Opcode.PUTSTATIC ->
          listener.touches(it.owner().asInternalName(), it.name().stringValue(), line);
      case InvokeDynamicInstruction it -> dynamic(it.invokedynamic());
      case LoadConstantInstruction it -> constant(it.constantEntry());
      default -> {}
    }
  }

  private void constant(LoadableConstantEntry constant) {
    switch (constant) {
      case ClassEntry it -> listener.mentions(element(it.asInternalName()));
      case StringEntry it -> listener.says(it.stringValue(), line);
      case MethodHandleEntry it -> handle(it);
      case ConstantDynamicEntry it -> dynamic(it);
      default -> {}
    }
  }

  private void dynamic(DynamicConstantPoolEntry entry) {
    handle(entry.bootstrap().bootstrapMethod());
    entry.bootstrap().arguments().forEach(this::constant);
  }

  private void handle(MethodHandleEntry handle) {
    MemberRefEntry member = handle.reference();
    switch (handle.kind()) {
      case MethodHandleInfo.REF_invokeStatic -> call(Dispatch.STATIC, member);
      case MethodHandleInfo.REF_invokeSpecial -> call(Dispatch.SPECIAL, member);
      case MethodHandleInfo.REF_newInvokeSpecial -> {
        listener.makes(member.owner().asInternalName());
        call(Dispatch.SPECIAL, member);
      }
      case MethodHandleInfo.REF_invokeVirtual, MethodHandleInfo.REF_invokeInterface ->
          call(Dispatch.VIRTUAL, member);
      case MethodHandleInfo.REF_getStatic, MethodHandleInfo.REF_putStatic ->
          listener.touches(member.owner().asInternalName(), member.name().stringValue(), line);
      default -> {}
    }
  }

  private void call(Dispatch dispatch, MemberRefEntry member) {
    listener.calls(
        dispatch,
        element(member.owner().asInternalName()),
        member.name().stringValue(),
        member.type().stringValue(),
        line);
  }

  private static Dispatch dispatch(Opcode opcode) {
    return switch (opcode) {
      case INVOKESTATIC -> Dispatch.STATIC;
      case INVOKESPECIAL -> Dispatch.SPECIAL;
      default -> Dispatch.VIRTUAL;
    };
  }

  /** What an array is made of; a class is itself. */
  private static String element(String internalName) {
    int depth = internalName.lastIndexOf('[') + 1;
    return depth > 0 && internalName.charAt(depth) == 'L'
        ? internalName.substring(depth + 1, internalName.length() - 1)
        : internalName;
  }
}
