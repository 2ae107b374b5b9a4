# Begun, not finished.

language-name = Français
nav-guidelines = Règles
nav-versions = Versions
nav-request = Écrire à la société
languages-of-letters = La lettre est rédigée en anglais, langue des règles, qui sont citées telles qu'elles ont été publiées.
request-title = Écrire à la société
form-back = Retour
form-next = Continuer
request-level-must = exigé
