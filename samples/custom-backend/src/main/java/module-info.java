/** A backend that counts and times what another backend does. */
module com.example.profile {
  requires transitive dev.lamina;

  // It looks for the backend that does the work as Lamina looks for this one.
  uses dev.lamina.spi.BackendProvider;

  provides dev.lamina.spi.BackendProvider with
      com.example.profile.ProfileBackendProvider;

  exports com.example.profile;
}
