package dev.orrery.runtime.bytecode;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.util.Optional;

/** Which members of the JDK end the process, and what stands in for them. Pure functions. */
final class Exits {
  static final MethodTypeDesc OF_SYSTEM = MethodTypeDesc.of(CD_void, CD_int);
  static final MethodTypeDesc OF_RUNTIME =
      MethodTypeDesc.of(CD_void, ClassDesc.of("java.lang.Runtime"), CD_int);

  private Exits() {}

  /** The type of the static method that takes what the member takes; empty when it ends nothing. */
  static Optional<MethodTypeDesc> standIn(MemberRefEntry member) {
    String owner = member.owner().asInternalName();
    String name = member.name().stringValue();
    if (owner.equals("java/lang/System") && name.equals("exit")) {
      return Optional.of(OF_SYSTEM);
    }
    return owner.equals("java/lang/Runtime") && isOfRuntime(name)
        ? Optional.of(OF_RUNTIME)
        : Optional.empty();
  }

  /** Whether a member calls methods that are found by name. */
  static boolean isReflection(MemberRefEntry member) {
    return member.owner().asInternalName().equals("java/lang/reflect/Method")
        && member.name().stringValue().equals("invoke");
  }

  /** The same of a method that was found by name. */
  static boolean isOne(Method method) {
    Class<?> owner = method.getDeclaringClass();
    return (owner == System.class && method.getName().equals("exit"))
        || (owner == Runtime.class && isOfRuntime(method.getName()));
  }

  /** Whether a method of {@code Runtime} of this name ends the process. */
  static boolean isOfRuntime(String name) {
    return name.equals("exit") || name.equals("halt");
  }
}
