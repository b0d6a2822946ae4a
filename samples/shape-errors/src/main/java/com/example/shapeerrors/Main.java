package com.example.shapeerrors;

/** Shows what javac says of each example. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    for (Example example : Example.values()) {
      System.out.println("--- " + example.fileName());
      System.out.println(example.source());
      System.out.println(example.compile());
    }
  }
}
