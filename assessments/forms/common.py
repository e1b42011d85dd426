"""What forms on pages that several people may have open at once share."""

from django import forms


class SeenForm(forms.Form):
    """A form that carries what its page had shown (see `assessments.field_merge`).

    Refuses a field sent twice: which of two answers was meant nobody can tell.
    """

    seen = forms.Field(required=False, widget=forms.HiddenInput)

    def clean(self):
        for name, field in self.fields.items():
            takes_many = isinstance(field, forms.MultipleChoiceField)
            if len(self.data.getlist(self.add_prefix(name))) > 1 and not takes_many:
                twice = field.error_messages.get("twice", "Send this only once")
                self.add_error(name, twice)
        return super().clean()

    @property
    def is_sent(self):
        """Whether anything of the form came with the request."""
        return any(self.add_prefix(name) in self.data for name in self.fields)

    @property
    def token(self):
        return self.cleaned_data["seen"] or ""
