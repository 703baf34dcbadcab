package dev.orrery.runtime.bytecode;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which methods of a class need no poll at their beginning. A poll leaves nothing in compiled code,
 * but the compiler counts it when it decides what to put into one another, and quick decisions were
 * 2 to 3 % slower for it. Spared are
 *
 * <ul>
 *   <li>private methods that only their own class can call, because no reference to them is made in
 *       it and no class shares its nest, unless they may come back to themselves through others of
 *       that kind: whoever calls them without end polls;
 *   <li>accessors of records as the compiler writes them. Only the JDK could call one without end
 *       and nothing else: such a loop is one within the JDK.
 * </ul>
 *
 * <p>Handlers and steps back are polled in them as everywhere.
 *
 * @param spared names with descriptors
 */
record EntryPolls(Set<String> spared) {
  private static final String RECORD = "java/lang/Record";

  /** Looks through a class. */
  static EntryPolls of(ClassModel model) {
    Set<String> handedOut = handedOut(model);
    Set<String> spared = new HashSet<>();
    if (hasNoNest(model)) {
      Map<String, Set<String>> calls = new HashMap<>();
      for (MethodModel method : model.methods()) {
        if (isPrivate(method) && !handedOut.contains(signature(method))) {
          calls.put(signature(method), calledIn(method, model.thisClass()));
        }
      }
      calls.keySet().stream().filter(each -> !comesBack(each, calls)).forEach(spared::add);
    }
    if (model.superclass().filter(parent -> parent.name().equalsString(RECORD)).isPresent()) {
      model.methods().stream()
          .filter(EntryPolls::isAccessor)
          .map(EntryPolls::signature)
          .filter(each -> !handedOut.contains(each))
          .forEach(spared::add);
    }
    return new EntryPolls(spared);
  }

  /** Whether a method polls at its beginning. */
  boolean at(MethodModel method) {
    return !spared.contains(signature(method));
  }

  private static boolean isPrivate(MethodModel method) {
    return (method.flags().flagsMask() & ClassFile.ACC_PRIVATE) != 0;
  }

  private static boolean hasNoNest(ClassModel model) {
    return model.attributes().stream()
        .noneMatch(it -> it instanceof NestHostAttribute || it instanceof NestMembersAttribute);
  }

  /** Methods of the class to which it makes references, for others to call. */
  private static Set<String> handedOut(ClassModel model) {
    Set<String> handedOut = new HashSet<>();
    for (PoolEntry constant : model.constantPool()) {
      if (constant instanceof MethodHandleEntry handle
          && isOf(handle.reference(), model.thisClass())) {
        handedOut.add(signature(handle.reference()));
      }
    }
    return handedOut;
  }

  private static Set<String> calledIn(MethodModel method, ClassEntry owner) {
    Set<String> called = new HashSet<>();
    method
        .code()
        .ifPresent(code -> {
          for (CodeElement element : code) {
            if (element instanceof InvokeInstruction call && isOf(call.method(), owner)) {
              called.add(signature(call.method()));
            }
          }
        });
    return called;
  }

  private static boolean comesBack(String method, Map<String, Set<String>> calls) {
    Set<String> seen = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(method));
    while (!next.isEmpty()) {
      for (String called : calls.getOrDefault(next.remove(), Set.of())) {
        if (called.equals(method)) {
          return true;
        }
        if (seen.add(called)) {
          next.add(called);
        }
      }
    }
    return false;
  }

  /** {@code return this.name}, in a method of that name. */
  private static boolean isAccessor(MethodModel method) {
    List<Instruction> all = new ArrayList<>();
    method
        .code()
        .ifPresent(code -> {
          for (CodeElement element : code) {
            if (element instanceof Instruction instruction) {
              all.add(instruction);
            }
          }
        });
    return all.size() == 3
        && all.get(0) instanceof LoadInstruction load
        && load.slot() == 0
        && all.get(1) instanceof FieldInstruction read
        && read.opcode() == Opcode.GETFIELD
        && read.name().equals(method.methodName())
        && all.get(2) instanceof ReturnInstruction;
  }

  private static boolean isOf(MemberRefEntry member, ClassEntry owner) {
    return member.owner().name().equals(owner.name());
  }

  private static String signature(MemberRefEntry member) {
    return member.name().stringValue() + member.type().stringValue();
  }

  private static String signature(MethodModel method) {
    return method.methodName().stringValue() + method.methodType().stringValue();
  }
}
