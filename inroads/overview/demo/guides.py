"""Short guides to hand over, in plain words, to some of the topics of Wessex."""

GUIDES = {
    "NHS App and repeat prescriptions": (
        "1. Open the NHS App and log in. Type the code that comes by text.\n"
        "2. Tap Prescriptions, then Request.\n"
        "3. Tick each medicine that you need.\n"
        "4. Check which pharmacy it goes to.\n"
        "5. Tap Send. Allow three working days, more before a bank holiday.\n"
        "\n"
        "You may still ask at the desk of your surgery, or on paper."
    ),
    "Staying safe from scams": (
        "Stop. Nobody honest minds if you take a day to think.\n"
        "\n"
        "1. Do not tap a link in a message that you did not expect.\n"
        "2. Never read a code or a PIN out to anybody who rings you.\n"
        "3. Ring your bank on the number on the back of your card.\n"
        "4. Forward a strange text to 7726. It costs nothing.\n"
        "\n"
        "If money has gone, ring your bank at once: 159."
    ),
    "Video calls": (
        "1. Charge the phone and sit facing the window.\n"
        "2. Tap the name of the person, then the small camera.\n"
        "3. Wait until you see them. If you hear nothing, turn up the sound at the side.\n"
        "4. If they cannot see you, tap the camera once.\n"
        "5. When you have finished, tap the red button."
    ),
    "Passwords": (
        "1. Take three words that have nothing to do with each other.\n"
        "2. Use other words for your e-mail than for anything else.\n"
        "3. Write them in a book that stays at home, not on the device.\n"
        "4. If you are locked out, tap Forgotten password and wait for the e-mail.\n"
        "\n"
        "Nobody who helps you needs to know them."
    ),
}
