"""Invented people: names as they are borne in such a county, in the languages that are spoken there."""

from dataclasses import dataclass, field

import numpy as np

FIRST_NAMES = {
    "en": (
        "Anne Arthur Barbara Bathsheba Betty Brian Clara Clym Doreen Douglas Edith Edward Elizabeth"
        " Ernest Eustacia Fanny Felix Frank George Gladys Grace Harold Henry Iris Ivy Jack Jane Joan John Joyce"
        " Keith Kenneth Leonard Lucetta Margaret Marian Marjorie Maureen Michael Nora Olive Pamela Patricia Peter"
        " Reuben Rita Roger Ronald Ruth Sheila Stanley Sue Susan Sylvia Tess Thomas Thomasin Timothy Vera Walter"
        " William Winifred"
    ),
    "pl": "Agnieszka Andrzej Barbara Ewa Grażyna Jadwiga Jan Józef Krystyna Łukasz Małgorzata Zofia",
    "uk": "Halyna Ivan Kateryna Lesia Mykola Nadiia Oksana Olena Petro Svitlana Taras Yurii",
    "ro": "Ana Cristina Elena Florin Gheorghe Ioana Ion Maria Mihai Ștefan Vasile Viorica",
    "pt": "Ana António Fátima Fernanda João José Luís Manuel Maria Rosa Teresa",
    "ne": "Bishnu Devi Gita Hari Indra Krishna Laxmi Maya Prakash Sita",
    "bn": "Abdul Amina Fatema Hasina Karim Nasima Rahim Rokeya Salma",
    "ar": "Ahmad Fatima Hala Khaled Layla Mariam Omar Samira Yusuf",
}
LAST_NAMES = {
    "en": (
        "Boldwood Clare Coggan Crick Cuxsom Dewy Durbeyfield Dyer Egdon Everdene Fairway Farfrae Fawley Fray"
        " Giles Hardcome Henchard Henery Holway Hurst Jopp Kail Knight Lackland Leaf Ledlow Legh Longways Loveday"
        " Maybold Melbury Mynn Newson Nunsuch Oak Oakley Penny Petherwin Poorgrass Power Privett Randle Robin Sargent"
        " Small Smallbury South Spinks Stickles Swancourt Tall Talbothay Tangs Troutham Vann Venn Vye Wake Whittle"
        " Wildway Winterborne Yeobright"
    ),
    "pl": "Dąbrowska Jankowska Kamińska Kowalczyk Lewandowska Mazur Nowak Wiśniewska Wójcik Zając",
    "uk": "Bondarenko Kovalenko Lysenko Melnyk Oliinyk Petrenko Shevchenko Tkachenko",
    "ro": "Dumitru Ionescu Marin Popa Popescu Radu Stan Stoica",
    "pt": "Almeida Carvalho Costa Ferreira Lopes Pereira Santos Silva",
    "ne": "Gurung Limbu Magar Pun Rai Shrestha Tamang Thapa",
    "bn": "Ahmed Begum Chowdhury Hossain Islam Khatun Miah Uddin",
    "ar": "Al-Masri Darwish Haddad Hassan Khalil Mansour Nasser",
}
STREET_NAMES = (
    "Barrack Street, Bow Lane, Chapel Row, Church Lane, Corn Hill, Dairy Close, Durnover Mill, Egdon Way, Furze Road,"
    " Glyde-Path Road, Grey’s Bridge, High West Street, Kiln Lane, Mill Lane, Mixen Lane, Quay Steps, Rainbarrow View,"
    " Saddler’s Row, Shearing Close, Sheep Street, Tanyard, The Cross, Walks Lane, Yalbury Rise"
)
FIRST = {language: names.split() for language, names in FIRST_NAMES.items()}
LAST = {language: names.split() for language, names in LAST_NAMES.items()}
STREETS = STREET_NAMES.split(", ")
OTHER_LANGUAGES = [language for language in FIRST if language != "en"]


@dataclass
class Names:
    """Gives out people, and telephone numbers that are kept free for stories (01632 960, 07700 900)."""

    rng: np.random.Generator
    taken: set[str] = field(default_factory=set)
    numbers: int = 0

    def language(self) -> str:
        """Nine in ten speak English first."""
        return str(self.rng.choice(OTHER_LANGUAGES)) if self.rng.random() < 0.1 else "en"

    def name(self, language: str = "en") -> str:
        """A name that nobody has yet, as long as there are any."""
        for _ in range(200):
            first, last = self.rng.choice(FIRST[language]), self.rng.choice(LAST[language])
            name = f"{first} {last}"
            if name not in self.taken:
                break
        self.taken.add(name)
        return name

    def mobile(self) -> str:
        self.numbers += 1
        return f"07700 900 {self.numbers % 1000:03d}"

    def landline(self) -> str:
        return f"01632 960 {int(self.rng.integers(10, 999)):03d}"

    def street(self) -> str:
        return f"{int(self.rng.integers(1, 90))} {self.rng.choice(STREETS)}"
