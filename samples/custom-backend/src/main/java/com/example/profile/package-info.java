/** A backend that counts and times what another backend does. */
package com.example.profile;
