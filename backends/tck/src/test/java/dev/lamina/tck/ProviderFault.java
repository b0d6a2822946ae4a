package dev.lamina.tck;

import dev.lamina.NetworkSpec;
import dev.lamina.spi.Availability;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;
import java.util.List;

/** Providers that say something wrong. */
enum ProviderFault implements Fault {
  IS_BUILT_FOR_ANOTHER_CONTRACT("Provider.providerIsBuiltForTheContractThatIsTested") {
    @Override
    public BackendProvider provider() {
      return new FaultyProvider() {
        @Override
        public int contractVersion() {
          return CONTRACT_VERSION + 1;
        }
      };
    }
  },

  HAS_A_NAME_IN_UPPER_CASE("Provider.nameIsShortAndInLowerCase") {
    @Override
    public BackendProvider provider() {
      return new FaultyProvider() {
        @Override
        public String name() {
          return "Plain";
        }
      };
    }
  },

  CHANGES_ITS_NAME("Provider.nameAndPriorityStayTheSame") {
    @Override
    public BackendProvider provider() {
      return new FaultyProvider() {
        private int asked;

        @Override
        public String name() {
          return "plain" + asked++;
        }
      };
    }
  },

  GIVES_THE_BACKEND_ANOTHER_NAME("Provider.backendBearsTheNameOfItsProvider") {
    @Override
    public BackendProvider provider() {
      return new FaultyProvider() {
        @Override
        public String name() {
          return "fancy";
        }
      };
    }
  },

  CANNOT_BE_USED_AND_KNOWS_NO_REMEDY("Provider.availabilityIsUsableOrSaysWhyNotAndWhatToDo") {
    @Override
    public BackendProvider provider() {
      return new FaultyProvider() {
        @Override
        public Availability availability() {
          return Availability.unusable("no such library", "");
        }
      };
    }
  },

  IS_NOT_REGISTERED_AS_A_SERVICE("Provider.serviceLoaderFindsTheProvider") {
    @Override
    public BackendProvider provider() {
      return new FaultyProvider();
    }
  },

  CHOOSES_TILES_OF_NO_ROWS("Provider.tilesHaveAPositiveNumberOfRows") {
    @Override
    public BackendProvider provider() {
      return new FaultyProvider() {
        @Override
        public Backend create() {
          return new PlainBackend() {
            @Override
            public int tileRows(NetworkSpec network) {
              return network.inputSize() > 100 ? 0 : 8;
            }
          };
        }
      };
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  ProviderFault(String... caughtBy) {
    this.caughtBy = List.of(caughtBy);
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }
}
