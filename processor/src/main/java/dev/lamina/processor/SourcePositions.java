package dev.lamina.processor;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/**
 * Finds a repeated annotation in javac's syntax tree. javac loses the position of annotations that are
 * repeated without their container, for every call of its {@code Messager}; the tree still has it.
 */
final class SourcePositions {

  private final Trees trees;

  private SourcePositions(Trees trees) {
    this.trees = trees;
  }

  /** Empty under a compiler that is not javac, or behind an environment that hides it. */
  static Optional<SourcePositions> of(ProcessingEnvironment environment) {
    try {
      return Optional.of(new SourcePositions(Trees.instance(environment)));
    } catch (RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** Prints a problem that is in a repeated annotation; says whether it could. */
  boolean print(Diagnostic.Kind kind, Problem problem) {
    Repeated repeated = problem.place().repeated().orElseThrow();
    TreePath path = trees.getPath(problem.place().element());
    if (path == null || !(path.getLeaf() instanceof ClassTree type)) {
      return false;
    }
    List<AnnotationTree> annotations = all(path, type, repeated);
    if (repeated.number() > annotations.size()) {
      return false;
    }
    AnnotationTree annotation = annotations.get(repeated.number() - 1);
    Tree tree =
        problem.place().member().<Tree>flatMap(name -> member(annotation, name)).orElse(annotation);
    trees.printMessage(kind, problem.text(), tree, path.getCompilationUnit());
    return true;
  }

  private List<AnnotationTree> all(TreePath path, ClassTree type, Repeated repeated) {
    List<AnnotationTree> annotations = new ArrayList<>();
    for (AnnotationTree annotation : type.getModifiers().getAnnotations()) {
      if (isOf(path, annotation, repeated.container())) {
        return stacked(annotation);
      }
      if (isOf(path, annotation, repeated.kind())) {
        annotations.add(annotation);
      }
    }
    return annotations;
  }

  private boolean isOf(TreePath path, AnnotationTree annotation, Class<?> expected) {
    TreePath modifiers = new TreePath(path, ((ClassTree) path.getLeaf()).getModifiers());
    Element element = trees.getElement(
        new TreePath(new TreePath(modifiers, annotation), annotation.getAnnotationType()));
    return element instanceof TypeElement type
        && type.getQualifiedName().contentEquals(expected.getCanonicalName());
  }

  /** {@code @Dense.Stack({@Dense(…), …})}, with or without {@code value =} and braces. */
  private static List<AnnotationTree> stacked(AnnotationTree stack) {
    List<AnnotationTree> layers = new ArrayList<>();
    for (ExpressionTree argument : stack.getArguments()) {
      ExpressionTree value =
          argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
      if (value instanceof AnnotationTree single) {
        layers.add(single);
      } else if (value instanceof NewArrayTree array) {
        for (ExpressionTree element : array.getInitializers()) {
          if (element instanceof AnnotationTree layer) {
            layers.add(layer);
          }
        }
      }
    }
    return layers;
  }

  private static Optional<ExpressionTree> member(AnnotationTree annotation, String name) {
    for (ExpressionTree argument : annotation.getArguments()) {
      if (argument instanceof AssignmentTree assignment
          && assignment.getVariable().toString().equals(name)) {
        return Optional.of(assignment.getExpression());
      }
    }
    return Optional.empty();
  }
}
