"""The settings of signing in that are the same on every site; part of `settings`."""

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"leavingcare.passwords.{rule}"}
    for rule in ("LongEnough", "UnlikeThePerson", "HardToGuess")
]
ACCOUNT_ADAPTER = "leavingcare.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "leavingcare.account_forms.SignInForm",
    "reset_password": "leavingcare.account_forms.ResetForm",
    "reset_password_from_key": "leavingcare.account_forms.NewPasswordForm",
    "change_password": "leavingcare.account_forms.ChangeForm",
    "reauthenticate": "leavingcare.account_forms.ConfirmForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation already went to the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    # A whole council may share one address, so most limits count by the account
    # there (`AccountAdapter`). By the address alone, it is room for 60 people.
    "login": "120/m/ip",
    "login_failed": "60/5m/ip,5/5m/key",
    # Or a stranger could fill somebody's mailbox. The links of the emails of an hour
    # work for an hour, so that a person who is refused has one. What is counted for an
    # hour stays in the cache so long, so one network may not fill that either.
    "reset_password": "60/m/ip,240/h/ip,5/m/key,20/h/key",
    "reset_password_from_key": "120/m/ip",
}
MFA_ADAPTER = "leavingcare.second_step.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Leaving care self-assessment"
MFA_RECOVERY_CODE_DIGITS = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "leavingcare.account_forms.CodeForm",
    "reauthenticate": "leavingcare.account_forms.CodeAgainForm",
    "activate_totp": "leavingcare.account_forms.FirstCodeForm",
    "add_webauthn": "leavingcare.passkeys.AddForm",
    "edit_webauthn": "leavingcare.passkeys.NameForm",
    "authenticate_webauthn": "leavingcare.passkeys.UseForm",
    "reauthenticate_webauthn": "leavingcare.passkeys.UseAgainForm",
}
SOCIALACCOUNT_ADAPTER = "leavingcare.openid_connect.Adapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
