package dev.orrery.runtime.bytecode;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Classes that the annotations of a class and its members name: the annotations themselves, and
 * classes they have as values, as a constraint has its validators. Confined to one thread.
 */
final class AnnotatedWith {
  private final Set<String> names = new HashSet<>();

  private AnnotatedWith() {}

  /** By internal name. */
  static Set<String> in(ClassModel type) {
    AnnotatedWith found = new AnnotatedWith();
    found.element(type);
    type.fields().forEach(found::element);
    type.methods()
        .forEach(method -> {
          found.element(method);
          method
              .findAttribute(Attributes.runtimeVisibleParameterAnnotations())
              .ifPresent(all -> all.parameterAnnotations().forEach(found::annotations));
        });
    type.findAttribute(Attributes.record())
        .ifPresent(components -> components.components().forEach(found::element));
    return found.names;
  }

  private void element(AttributedElement element) {
    element
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .ifPresent(all -> annotations(all.annotations()));
  }

  private void annotations(List<Annotation> annotations) {
    annotations.forEach(this::annotation);
  }

  private void annotation(Annotation annotation) {
    descriptor(annotation.className().stringValue());
    annotation.elements().stream().map(AnnotationElement::value).forEach(this::value);
  }

  private void value(AnnotationValue value) {
    switch (value) {
      case AnnotationValue.OfClass it -> descriptor(it.className().stringValue());
      case AnnotationValue.OfArray it -> it.values().forEach(this::value);
      case AnnotationValue.OfAnnotation it -> annotation(it.annotation());
      default -> {}
    }
  }

  private void descriptor(String descriptor) {
    if (descriptor.startsWith("L")) {
      names.add(descriptor.substring(1, descriptor.length() - 1));
    }
  }
}
