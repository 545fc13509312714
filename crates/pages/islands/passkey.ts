interface Started {
  reference: string;
  options: { publicKey: Record<string, any> };
}

const toBytes = (text: string): ArrayBuffer => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0)).buffer;
};

const toText = (bytes: ArrayBuffer | null | undefined): string | undefined =>
  bytes
    ? btoa(Array.from(new Uint8Array(bytes), (b) => String.fromCharCode(b)).join(""))
        .replace(/\+/g, "-")
        .replace(/\//g, "_")
        .replace(/=+$/, "")
    : undefined;

const decoded = (key: Record<string, any>): any => ({
  ...key,
  challenge: toBytes(key["challenge"]),
  ...(key["user"] && { user: { ...key["user"], id: toBytes(key["user"].id) } }),
  ...Object.fromEntries(
    ["allowCredentials", "excludeCredentials"]
      .filter((name) => key[name])
      .map((name) => [name, key[name].map((one: any) => ({ ...one, id: toBytes(one.id) }))]),
  ),
});

const answered = (key: PublicKeyCredential): string => {
  const response = key.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  return JSON.stringify({
    id: key.id,
    rawId: toText(key.rawId),
    type: key.type,
    extensions: {},
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      attestationObject: toText(response.attestationObject),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: toText(response.userHandle),
    },
  });
};

/** Asks for a challenge, lets the authenticator answer it, and sends the answer as a form. */
export class PasskeyIsland extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form || !("credentials" in navigator) || !("PublicKeyCredential" in window)) return;
    form.hidden = false;
    this.querySelector<HTMLElement>("[data-without]")!.hidden = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.ask(form);
    });
  }

  private async ask(form: HTMLFormElement): Promise<void> {
    const button = form.querySelector("button")!;
    const words = button.textContent;
    button.disabled = true;
    button.textContent = this.dataset["waiting"] ?? "";
    this.say("");
    try {
      const started = await this.start();
      if (!started) return;
      const publicKey = decoded(started.options.publicKey);
      const key = await (publicKey.rp ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
      if (!(key instanceof PublicKeyCredential)) throw new DOMException();
      form.querySelector<HTMLInputElement>("[name=tham-chieu]")!.value = started.reference;
      form.querySelector<HTMLInputElement>("[name=tra-loi]")!.value = answered(key);
      form.submit();
    } catch (error) {
      this.say(this.dataset[error instanceof TypeError ? "offline" : "cancelled"] ?? "");
    } finally {
      button.disabled = false;
      button.textContent = words;
    }
  }

  private async start(): Promise<Started | undefined> {
    const response = await fetch(this.dataset["start"]!, { method: "POST", headers: { accept: "application/json" } });
    const body = await response.json();
    if (response.ok) return body;
    this.say(body.detail ?? "");
    return undefined;
  }

  private say(text: string): void {
    const place = this.querySelector<HTMLElement>("[data-fault]")!;
    place.textContent = text;
    place.hidden = text === "";
  }
}
