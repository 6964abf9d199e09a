"""Fifty everyday sentences: talk, questions, numbers, names, news, errands."""

from __future__ import annotations

from typing import NamedTuple


class Sentence(NamedTuple):
    text: str
    spoken: str = ""
    """The words that are heard, where they are not those that are written."""

    @property
    def words(self) -> str:
        return self.spoken or self.text


SENTENCES = (
    Sentence("Good morning, did you sleep well?"),
    Sentence("Could you pass me the salt, please?"),
    Sentence("I'll be home a little later than usual tonight."),
    Sentence("What time does the last bus leave?"),
    Sentence("The weather should get better by the end of the week."),
    Sentence(
        "The train leaves at 7:45 from platform 12.",
        "the train leaves at seven forty five from platform twelve",
    ),
    Sentence("She was born in 1984.", "she was born in nineteen eighty four"),
    Sentence("That comes to 36 dollars, please.", "that comes to thirty six dollars please"),
    Sentence(
        "About 250 people came to the concert.",
        "about two hundred fifty people came to the concert",
    ),
    Sentence("My number is 555 0173.", "my number is five hundred fifty five zero one seven three"),
    Sentence("Peter and Anna are moving to Chicago in the spring."),
    Sentence("Have you heard from Michael lately?"),
    Sentence("Doctor Johnson will see you now."),
    Sentence("Susan lived in London before she came to Boston."),
    Sentence("We spent a week in Italy and three days in Paris."),
    Sentence("Why didn't you tell me before?"),
    Sentence("Where did you put the keys to the car?"),
    Sentence("How many eggs do we need for the cake?"),
    Sentence("Who is going to take the dog out?"),
    Sentence("Would you rather have tea or coffee?"),
    Sentence("Watch out, the plate is hot!"),
    Sentence("What a wonderful surprise!"),
    Sentence("I can't believe that it's already Friday!"),
    Sentence("The government will present its new budget on Monday."),
    Sentence("Prices have gone up faster than most people expected."),
    Sentence("The police are looking for two men in a white car."),
    Sentence("Heavy snow has closed several roads in the north of the country."),
    Sentence("The team won its third game in a row on Saturday night."),
    Sentence("Scientists have found water in a place where nobody had looked."),
    Sentence("The hospital is asking people to give blood."),
    Sentence("Turn left at the second light, and then go straight on for a mile."),
    Sentence("The museum is closed on Tuesdays, but the garden is open."),
    Sentence("Please leave a message after the tone, and we will call you back."),
    Sentence("Your package will be delivered between ten and twelve."),
    Sentence("Press one to speak with somebody at the front desk."),
    Sentence("Mix the flour with the butter, add some sugar, and stir well."),
    Sentence("Take one of these after every meal, with a glass of water."),
    Sentence("If it rains tomorrow, we'll have to cancel the picnic."),
    Sentence("The meeting was short, friendly, and completely useless."),
    Sentence("He opened the letter, read it twice, and put it back without a word."),
    Sentence("When we were children, we used to swim in this lake every summer."),
    Sentence("My grandmother still writes all of her letters by hand."),
    Sentence("The old house at the corner has been empty for years."),
    Sentence("I'm sorry, but I don't think that's a good idea."),
    Sentence("You should have seen his face when the music stopped."),
    Sentence("Nobody in the office knew how to fix the printer."),
    Sentence("It takes about twenty minutes to walk from here to the market."),
    Sentence(
        "The first chapter is slow, the second is better, and from the third on you will not put "
        "the book down."
    ),
    Sentence(
        "Although the road was long and the night was cold, they sang until they reached the "
        "village."
    ),
    Sentence("See you tomorrow."),
)
