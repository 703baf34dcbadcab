package dev.orrery.hyperliquid.wire;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Lets a record say what may be missing: a component that is not {@code @Nullable} has to be there,
 * and not null. Without it a hole in an answer would surface as a null far away, where the compiler
 * has promised that there is none.
 */
final class RecordNulls extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    Boolean declared = super.hasRequiredMarker(config, member);
    if (declared != null) {
      return declared;
    }
    return isComponent(member) ? !mayBeNull((AnnotatedParameter) member) : null;
  }

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    if (isComponent(annotated) && !mayBeNull((AnnotatedParameter) annotated)) {
      return JsonSetter.Value.forValueNulls(Nulls.FAIL);
    }
    return super.findSetterInfo(config, annotated);
  }

  private static boolean isComponent(Annotated annotated) {
    return annotated instanceof AnnotatedParameter parameter
        && parameter.getDeclaringClass().isRecord();
  }

  private static boolean mayBeNull(AnnotatedParameter parameter) {
    Executable owner = (Executable) parameter.getOwner().getMember();
    AnnotatedType type = owner.getAnnotatedParameterTypes()[parameter.getIndex()];
    return type.isAnnotationPresent(Nullable.class);
  }
}
