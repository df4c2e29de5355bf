"""people_names.py - the names that people.py deals out

Each list is ordered: the first is the most common.  MEN and WOMEN may have
nicknames after a colon.  CITIES may have what others call them after a colon.
TAIL makes the surnames that are in no list: beginnings, middles and endings.
"""

ENGLISH = dict(
	men="""James:Jim,Jimmy,Jamie John:Jack,Johnny Robert:Bob,Rob,Bobby Michael:Mike,Mick William:Bill,Will,Billy David:Dave
	Richard:Rick,Dick,Richie Joseph:Joe,Joey Thomas:Tom,Tommy Charles:Charlie,Chuck Christopher:Chris,Kit Daniel:Dan,Danny
	Matthew:Matt Anthony:Tony Mark Steven:Steve Paul Andrew:Andy,Drew Joshua:Josh Kenneth:Ken,Kenny Kevin:Kev Brian
	George:Georgie Edward:Ed,Ted,Eddie Ronald:Ron,Ronnie Timothy:Tim Jason:Jay Jeffrey:Jeff Ryan Jacob:Jake Gary
	Nicholas:Nick Eric Jonathan:Jon Stephen:Steve Larry Justin Scott Brandon Benjamin:Ben Samuel:Sam Gregory:Greg
	Alexander:Alex,Sandy Patrick:Pat,Paddy Frank Raymond:Ray Jack Dennis Jerry Tyler Aaron Henry:Harry,Hank Douglas:Doug
	Peter:Pete Adam Nathan:Nate Zachary:Zach Kyle Walter:Walt Ethan Jeremy Harold:Harry Keith Christian Roger Noah
	Gerald:Gerry Terence:Terry Sean Arthur:Art Austin Lawrence:Larry Dylan Albert:Al,Bert Bryan Joe Jordan Leonard:Len""",
	women="""Mary:Molly,Polly Patricia:Pat,Patty,Trish Jennifer:Jen,Jenny Linda:Lin Elizabeth:Liz,Beth,Betty,Lizzie
	Barbara:Barb,Babs Susan:Sue,Susie Jessica:Jess Sarah:Sally Karen Margaret:Maggie,Meg,Peggy Lisa Nancy Betty Sandra:Sandy
	Ashley Kimberly:Kim Emily:Em,Emmy Donna Michelle:Shelly Carol Amanda:Mandy Melissa:Mel Deborah:Deb,Debbie
	Stephanie:Steph Rebecca:Becky,Becca Sharon Laura Cynthia:Cindy Dorothy:Dot,Dottie Amy Kathleen:Kathy,Kate Angela:Angie
	Shirley Emma Brenda Pamela:Pam Nicole:Nicky Anna:Annie Samantha:Sam Katherine:Kate,Kathy,Katie Christine:Chris,Tina
	Helen:Nell Rachel Carolyn:Carrie Janet:Jan Maria Heather Diane:Di Olivia:Liv Julie Joyce:Joy Victoria:Vicky,Tori
	Ruth:Ruthie Virginia:Ginny Lauren Kelly Christina:Tina,Chris Joan Evelyn:Eve Judith:Judy Andrea Hannah Megan:Meg
	Cheryl Jacqueline:Jackie Martha Abigail:Abby Grace Teresa:Terry Ann:Annie Theresa:Tess Frances:Fran Charlotte:Lottie""",
	last="""Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Thomas Jackson White Harris Martin
	Thompson Robinson Clark Lewis Lee Walker Hall Allen Young King Wright Hill Scott Green Adams Baker Nelson Carter Mitchell
	Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Rogers Reed Cook Morgan Bell Murphy Bailey
	Cooper Richardson Cox Howard Ward Peterson Gray James Watson Brooks Kelly Sanders Price Bennett Wood Barnes Ross Henderson
	Coleman Jenkins Perry Powell Long Patterson Hughes Washington Butler Simmons Foster Bryant Alexander Russell Griffin Hayes
	Myers Ford Hamilton Graham Sullivan Wallace Woods Cole West Jordan Owens Reynolds Fisher Ellis Harrison Gibson McDonald
	Cruz Marshall Murray Freeman Wells Webb Simpson Stevens Tucker Porter Hunter Hicks Crawford Henry Boyd Mason Kennedy
	Warren Dixon Ramsey Burns Gordon Shaw Holmes Rice Robertson Hunt Black Daniels Palmer Mills Nichols Grant Knight Ferguson
	Rose Stone Hawkins Dunn Perkins Hudson Spencer Gardner Stephens Payne Pierce Berry Matthews Arnold Wagner Willis Ray
	Watkins Olson Carroll Duncan Snyder Hart Cunningham Bradley Lane Andrews Harper Fox Riley Armstrong Carpenter Weaver
	Greene Lawrence Elliott Chavez Sims Austin Peters Kelley Franklin Lawson Fields Ryan Schmidt Carr Wheeler Chapman Oliver
	Montgomery Richards Williamson Johnston Banks Meyer Bishop McCoy Howell Morrison Hansen Garza Harvey Little Burton Stanley
	O'Brien O'Connor O'Neill MacLeod Fletcher Whitfield Ashworth Hargreaves""",
	cities="""London:Greater_London New_York:NYC,New_York_City Manchester Birmingham Chicago Los_Angeles:LA Leeds Glasgow
	Liverpool Boston Bristol Houston Sheffield Edinburgh Dublin Philadelphia Seattle Leicester Cardiff San_Diego Belfast
	Nottingham Dallas Denver Newcastle Brighton Austin Portland Toronto Oxford Cambridge Hull Plymouth Phoenix Atlanta Miami
	Derby Southampton York Norwich Exeter Bath Tucson Omaha Reading Bolton Luton Galway Cork Swansea Aberdeen Dundee""",
	mail='gmail.com yahoo.com hotmail.com outlook.com icloud.com aol.com hotmail.co.uk btinternet.com yahoo.co.uk',
	phone='+44', tld='co.uk',
	tail='Ash Black Bram Brad Broad Cal Cart Chad Cop Crom Dal Den Dun East Elm Fair Far Fen Gar Glen Had Hal Ham Harl Hart '
	'Hazel Hol Ken Kirk Lang Lind Lock Mar Mel Mid Mil Nor Oak Old Pad Pen Quar Rad Red Rock Row Sal Sed Shel Sher Stan Stock '
	'Strat Thorn Tren Under Wal War Wat West Whit Win Wood Wyn Yar/b c d er ing en ers s th le/ton ley ford field well wood '
	'worth bury by don ham hurst man more ridge shaw son stone thwaite water wick')

ITALIAN = dict(
	men="""Giuseppe:Beppe,Peppe,Pino Giovanni:Gianni,Vanni,Nino Antonio:Tonino,Toni,Nino Mario Luigi:Gigi,Gino
	Francesco:Franco,Ciccio,Checco Angelo Vincenzo:Enzo,Vince Pietro:Piero Salvatore:Totò,Salvo,Turi Carlo Franco Domenico:Mimmo,Nico
	Bruno Paolo Michele:Lele Giorgio Aldo Sergio Luciano Marco Andrea Roberto:Roby Alessandro:Ale,Sandro Stefano:Ste
	Maurizio Massimo:Max Gabriele:Lele Matteo:Teo Davide Luca Lorenzo:Renzo Simone Federico:Fede,Chicco Riccardo:Ricky
	Raffaele:Lello Gianluca Fabio Daniele:Dani Nicola:Nico Claudio Filippo:Pippo Leonardo:Leo Edoardo:Edo Tommaso:Tommy
	Alberto:Berto Emanuele:Manu Giacomo:Jack Enrico:Chicco Valerio Cristian Alessio:Ale Niccolò:Nico Dario Mattia Pasquale:Lino
	Gennaro:Genny Rocco Cosimo Gaetano:Tano Ernesto Renato Umberto Walter Elio Samuele Diego""",
	women="""Maria:Mariuccia,Mary Anna:Annina Giuseppina:Pina,Peppina Rosa:Rosetta,Rosy Angela:Lina Giovanna:Vanna,Gianna
	Teresa:Resi Lucia:Lucy Carmela:Melina Caterina:Rina,Cate Francesca:Franca,Fra Antonella:Anto Carla Elena:Ele Paola
	Laura Rita Patrizia:Patty Giulia:Giuly Sara Chiara:Chia Alessandra:Ale,Sandra Valentina:Vale Federica:Fede Silvia:Silvy
	Martina:Marti Elisa:Ely Simona:Simo Roberta:Roby Stefania:Ste Cristina:Cri Daniela:Dany Monica:Moni Barbara:Barbi
	Alessia:Ale Ilaria:Ila Sofia Aurora Giorgia:Gio Beatrice:Bea Margherita:Marghe Elisabetta:Betta,Ely Gabriella:Gabry
	Concetta:Tina Antonietta:Etta Luisa Raffaella:Lella Lorena Michela:Miky Claudia Veronica:Vero Eleonora:Nora,Ele Serena
	Camilla Nicoletta:Nico Vincenza:Enza Immacolata:Imma Loredana:Lory Ornella Manuela:Manu Noemi Ludovica:Ludo""",
	last="""Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Mancini Costa
	Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile
	Martinelli Vitale Lombardo Serra Coppola De_Santis D'Angelo Marchetti Parisi Villa Conte Ferraro Ferri Fabbri Bianco Marini
	Grasso Valentini Messina Sala De_Angelis Gatti Pellegrini Palumbo Sanna Farina Rizzi Monti Cattaneo Morelli Amato Silvestri
	Mazza Testa Grassi Pellegrino Carbone Giuliani Benedetti Barone Rossetti Caputo Montanari Guerra Palmieri Bernardi Martino
	Fiore De_Rosa Ferretti Bellini Basile Riva Donati Piras Vitali Battaglia Sartori Neri Costantini Milani Pagano Ruggiero
	Sorrentino D'Amico Orlando Damico Negri Mantovani Fabris Bassi Cocco Marra Poli Valente Colella Fiorentini Pepe Guidi
	Franchi Bettini Cirillo Gallina Brambilla Fumagalli Scotti Piazza Bonetti Ventura Pace Sorrenti Aiello Albanese Ferrero
	Giacomelli Zanetti Zanella Bortolotti Visentin Marchesi Volpe Spinelli Catalano Monaco Nobile Tosi Merlo Rocca Motta
	Ruggeri Tedesco Gasparini Perrone Locatelli Cavalli Bosco Pozzi Olivieri Carta Melis Deiana Lai Fadda Meloni Puddu""",
	cities="""Roma:Rome Milano:Milan Napoli:Naples Torino:Turin Palermo Genova:Genoa Bologna Firenze:Florence Bari Catania
	Venezia:Venice Verona Messina Padova:Padua Trieste Brescia Parma Taranto Prato Modena Reggio_Emilia Ravenna Livorno
	Cagliari Foggia Rimini Salerno Ferrara Sassari Monza Siracusa Pescara Bergamo Forlì Trento Vicenza Terni Bolzano Novara
	Piacenza Ancona Andria Udine Arezzo Cesena Lecce Como Varese Pisa Lucca Treviso Cremona Pavia L'Aquila Matera""",
	mail='gmail.com libero.it hotmail.it yahoo.it alice.it virgilio.it tiscali.it outlook.it icloud.com fastwebnet.it',
	phone='+39', tld='it',
	tail='Al Ambro Ar Bal Bar Bel Ber Bon Bor Bra Bri Cal Cam Can Car Cas Cer Chi Col Cor Cri Dal Del Don Fal Far Fer Fi For '
	'Fran Gal Gar Gia Giu Gra Lan Lo Mal Man Mar Mas Mon Mor Na Or Pa Pe Pi Po Ra Ri Ro Sal San Sca Sil Spa Ta Te Tor Val Ver '
	'Vi Za/ba ca ce co da de do ga go la le lo ma mi na ni ra ri ro sa ta ti va vi zi/ni nelli netti nato ri rini rotti ro '
	'selli schi sso tti tta ttoni vali zzi zzo cci ghi gnoli lli llo mo ne')

GERMAN = dict(
	men="""Peter Michael:Michi,Micha Thomas:Tom Andreas:Andi Wolfgang:Wolf Klaus Jürgen Günter Stefan:Steff Christian:Chris
	Uwe Werner Hans:Hansi,Hannes Heinz Frank Manfred:Manni Bernd Karl Helmut Gerhard:Gerd Dieter Horst Martin Matthias:Matze,Hias
	Jörg Markus Alexander:Alex Sebastian:Basti Daniel:Dani Florian:Flo Johannes:Hannes,Jo Tobias:Tobi Jan Philipp:Phil
	Christoph:Chris Lukas Felix Maximilian:Max Jonas Leon Paul Ralf Rainer Josef:Sepp Georg:Schorsch Franz:Franzl Herbert
	Walter Kurt Rolf Siegfried:Sigi Heinrich:Heiner,Heinz Friedrich:Fritz Wilhelm:Willi Ulrich:Uli Joachim:Achim,Jochen
	Dirk Torsten Sven Holger Oliver:Olli Marcel Patrick Tim Benjamin:Benni Dominik:Domi Simon Moritz Benedikt:Bene Konstantin""",
	women="""Maria:Mia Ursula:Uschi,Ulla Monika:Moni Petra Elisabeth:Lisa,Elli,Sissi Sabine:Bine Renate Helga Karin Brigitte:Gitti
	Ingrid Erika Andrea Gisela Claudia Susanne:Susi,Sanne Gabriele:Gabi Christa Christine:Christl Hildegard:Hilde Anna:Anni
	Birgit Barbara:Bärbel Gertrud:Trude Heike Marianne Elke Martina Angelika:Geli Irmgard Waltraud:Traudl Ingeborg:Inge Julia:Jule
	Katharina:Kathi,Käthe Nicole:Nicki Stefanie:Steffi Sandra Anja Melanie:Melli Christina:Tina,Chrissi Sarah Laura Lena
	Johanna:Hanna Franziska:Franzi Magdalena:Lena,Leni Theresa:Resi Silke Kerstin Tanja Bettina:Betty Cornelia:Conny Jutta
	Margarete:Gretel,Grete Lisa Sophie:Sofie Annika Jana Vanessa:Nessa Jessica Simone Alexandra:Alex Eva Ruth Doris""",
	last="""Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf
	Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid
	Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel
	Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter
	Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich
	Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Ernst Hübner Kramer Lindner Jansen
	Nowak Hansen Haase Janssen Ritter Eder Gruber Steiner Moser Pichler Leitner Egger Auer Wimmer Reiter Brunner Bühler Frei
	Gerber Zürcher Aebi Hofer Ebner Lechner Aigner Schuhmacher Thiel Ulrich Kern Marx Beyer Blum Böttcher Brückner Ebert
	Förster Geiger Götz Heller Hermann Hesse Kirchner Kunz Lutz Maurer Michel Nagel Noack Oswald Petersen Rau Reuter Sander
	Schilling Seifert Stark Stephan Urban Vetter Wendt Wirth Zander""",
	cities="""Berlin Hamburg München:Munich,Muenchen Wien:Vienna Köln:Cologne,Koeln Frankfurt:Frankfurt_am_Main Zürich:Zurich
	Stuttgart Düsseldorf:Duesseldorf Dortmund Essen Leipzig Bremen Dresden Hannover:Hanover Nürnberg:Nuremberg,Nuernberg Duisburg
	Graz Bochum Wuppertal Bielefeld Bonn Münster:Muenster Karlsruhe Mannheim Augsburg Basel Bern Wiesbaden Linz Kiel Aachen
	Chemnitz Halle Magdeburg Freiburg Krefeld Lübeck Mainz Erfurt Rostock Kassel Salzburg Innsbruck Potsdam Ulm Jena
	Regensburg Würzburg Ingolstadt Göttingen Trier Konstanz Passau""",
	mail='gmail.com gmx.de web.de t-online.de yahoo.de hotmail.de outlook.de freenet.de googlemail.com gmx.net icloud.com gmx.at',
	phone='+49', tld='de',
	tail='Ack Alt Asch Aub Bach Bär Berg Birk Bitt Blei Brand Breit Brück Buch Burg Dach Dorn Eich Eis Eller Erl Falk Feld Frei '
	'Gart Glas Gold Grün Hag Hell Herz Hirsch Hoch Holz Kalt Kauf Kirch Klee Korn Kreuz Land Lind Lob Mitter Mos Nied Ober '
	'Rau Reich Rein Ried Ros Sand Schell Schön Sonn Stahl Stein Strau Tann Thal Unter Vor Wald Wass Wein Wies Witt/el en er '
	'ing es le o n s/bauer berger mann maier hofer hauser bach brenner burg dorf feld gärtner huber inger kamp ler linger '
	'müller ner rath reiter sberg stein stetter thaler wald')

FRENCH = dict(
	men="""Jean:Jeannot Pierre:Pierrot Michel:Michou André:Dédé Philippe:Phil Alain Jacques:Jacky Bernard:Nanard Marcel Daniel:Dany
	Roger Robert:Bob Claude Christian:Cricri Henri:Riri René Georges:Jojo Patrick:Pat Nicolas:Nico Laurent:Lolo Christophe:Chris,Tof
	Louis:Loulou Frédéric:Fred Stéphane:Steph David Sébastien:Seb Julien:Juju Olivier:Oliv Thierry:Titi Pascal Éric Gérard:Gégé
	Didier Bruno Serge Guy François:Fanfan Vincent:Vince Antoine:Toine Thomas:Tom Alexandre:Alex Maxime:Max Guillaume:Guigui
	Jérôme:Jé Benjamin:Ben Mathieu:Mat Romain Kévin Anthony:Antho Gilles Yves Franck Xavier:Xav Cédric:Ced Fabrice:Fab
	Arnaud Hugo Lucas Théo Emmanuel:Manu Raphaël:Raph Clément:Clem Quentin Adrien Denis Marc Dominique:Dom Maurice:Momo
	Étienne Rémi Loïc Baptiste:Bat Grégory:Greg Valentin:Val""",
	women="""Marie:Mimi Jeanne:Jeannette Françoise:Fanfan Monique:Momo Catherine:Cathy,Kati Nathalie:Nath Isabelle:Isa
	Jacqueline:Jackie Anne:Annie Sylvie:Syl Martine:Titine Madeleine:Mado Nicole:Nini Suzanne:Suzy Hélène:Léna Christine:Chris
	Louise:Loulou Marguerite:Margot Denise Christiane Valérie:Val Sophie:So Sandrine:Sandy Stéphanie:Steph Véronique:Véro
	Céline:Cel Chantal Brigitte:Bri Julie:Juju Aurélie:Auré Laurence:Lolo Caroline:Caro Émilie:Mimi Camille:Cam Claire
	Virginie:Virg Charlotte:Cha,Lotte Élodie:Elo Laetitia:Laeti Mélanie:Mel Patricia:Pat Dominique:Dom Annick Léa Manon Chloé:Clo
	Emma Inès Sarah Pauline:Popo Mathilde:Mat Marine Audrey:Dre Alexandra:Alex Delphine:Del Florence:Flo Corinne:Coco Élisabeth:Babeth
	Geneviève:Ginette Michèle Josiane:Jo Évelyne Agnès Béatrice:Béa Lucie Amandine:Mandy Anaïs Gaëlle Noémie Margaux:Margot""",
	last="""Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David
	Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Müller Lefèvre Faure André Mercier Blanc Guérin
	Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier
	Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly Rivière Lucas Brunet
	Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine
	Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte López
	Jean Dupuy Guillot Hubert Berger Carpentier Sánchez Dupuis Moulin Louis Deschamps Huet Vasseur Pérez Boucher Fleury Royer
	Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles Renault Charpentier Ménard Maillard Baron Bertin Bailly
	Hervé Schneider Fernández Le_Gall Collet Léger Bouvier Julien Prévost Millet Perrot Daniel Le_Roux Cousin Germain Breton
	Besson Langlois Rémy Le_Goff Pelletier Lévêque Perrier Leblanc Barré Lebrun Marchal Weber Mallet Hamon Boulanger Jacob
	Monnier Michaud Rodríguez Guichard Gillet Étienne Grondin Poulain Tessier Chevallier Collin Chauvin Da_Silva Bouchet Gay
	Lemaître Bénard Maréchal Humbert Reynaud Antoine Hoarau Perret Barthélemy Cordier Pichon Lejeune Gilbert Lamy Delaunay
	Pasquier Carlier Laporte""",
	cities="""Paris Marseille:Marseilles Lyon:Lyons Toulouse Nice Nantes Strasbourg:Strasburg Montpellier Bordeaux Lille Rennes
	Reims Bruxelles:Brussels Le_Havre Saint-Étienne:St-Etienne Toulon Grenoble Dijon Genève:Geneva Angers Nîmes Villeurbanne
	Le_Mans Aix-en-Provence:Aix Clermont-Ferrand Brest Tours Amiens Limoges Annecy Perpignan Metz Besançon Orléans Rouen
	Mulhouse Caen Nancy Liège Lausanne Namur Argenteuil Montreuil Roubaix Dunkerque Avignon Poitiers Pau Calais La_Rochelle
	Colmar Lorient Quimper Troyes Chambéry Bayonne""",
	mail='gmail.com orange.fr hotmail.fr free.fr yahoo.fr wanadoo.fr laposte.net sfr.fr outlook.fr live.fr icloud.com',
	phone='+33', tld='fr',
	tail='Aub Bar Beau Bel Ber Bois Bon Bou Bour Bre Bris Cail Cam Cha Chal Cham Char Cler Col Cour Cou Dam Del Des Du Dur Fau Fon '
	'For Four Ga Gal Gan Gar Go Gran Gri Gui Jac Jo La Lan Lar Mal Mar Mau Mon Mor Mou Pas Pel Pi Poi Pré Ra Re Ri Ro Rou Sau '
	'Sal Ser Ta Ter Thi Tour Val Ver Vil/bi ca che de fi gi la lè li ma mé ne ni ra ri ro se te ti vi/and ard aud ault eau er '
	'et ette ier ieux in lle llet llier lon mont nel ot ron rot sson ville vier zac')

SPANISH = dict(
	men="""Antonio:Toni,Toño José:Pepe,Josete Manuel:Manolo,Manu Francisco:Paco,Curro,Fran Juan:Juanito David Javier:Javi Daniel:Dani
	Carlos Jesús:Chus Alejandro:Álex,Jandro Miguel:Miki Rafael:Rafa Pedro:Perico Pablo Ángel Sergio Fernando:Fer,Nando Jorge
	Luis Alberto:Berto Álvaro Diego Adrián:Adri Raúl Enrique:Quique Ramón:Moncho Vicente:Chente Iván Rubén Óscar Andrés Joaquín:Quino
	Santiago:Santi Eduardo:Edu Víctor Mario Roberto:Rober Jaime Marcos Ignacio:Nacho Alfonso:Fonsi Jordi Ricardo:Richi Salvador:Salva
	Guillermo:Guille Emilio Gabriel:Gabi Hugo Gonzalo:Gonza Julio Tomás Martín Nicolás:Nico Sebastián:Sebas Agustín:Agus Cristian:Cris
	Felipe César Samuel:Samu Ismael Héctor Esteban Rodrigo:Rodri Domingo:Mingo Lorenzo Xavier:Xavi Marc Mateo Eusebio""",
	women="""María:Mari Carmen:Menchu Ana:Anita Isabel:Isa,Chabela Laura Cristina:Cris Dolores:Lola Marta Pilar:Pili Josefa:Pepa,Fina
	Lucía:Luci Antonia:Toñi Francisca:Paqui,Paca Elena Sara Paula Mercedes:Merche Rosario:Charo Raquel Juana Teresa:Tere
	Beatriz:Bea Encarnación:Encarna Nuria Silvia Julia Irene Patricia:Patri Montserrat:Montse Rosa Andrea Rocío Mónica
	Alba Ángela Sonia Alicia Sandra Marina Susana:Susi Yolanda:Yoli Natalia:Nati Margarita:Marga Eva Inmaculada:Inma Claudia
	Ángeles Esther Noelia Verónica:Vero Carolina:Caro Nerea Consuelo:Chelo Lorena Victoria:Vicky Amparo Sofía Inés Catalina:Cata
	Concepción:Concha,Conchi Lourdes Gloria Manuela:Manoli Ainhoa Miriam Daniela:Dani Valeria Guadalupe:Lupe Soledad:Sole Ximena""",
	last="""García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Hernández Ruiz Díaz Moreno
	Muñoz Álvarez Romero Gutiérrez Alonso Navarro Torres Domínguez Ramos Vázquez Ramírez Gil Serrano Morales Molina Blanco Suárez
	Castro Ortega Delgado Ortiz Marín Rubio Núñez Medina Sanz Castillo Iglesias Cortés Garrido Santos Guerrero Lozano Cano Cruz
	Méndez Flores Prieto Herrera Peña León Márquez Cabrera Gallego Calvo Vidal Campos Reyes Vega Fuentes Carrasco Díez Aguilar
	Caballero Nieto Santana Vargas Pascual Giménez Herrero Hidalgo Montero Lorenzo Santiago Benítez Durán Ibáñez Arias Mora
	Ferrer Carmona Vicente Rojas Soto Crespo Román Pastor Velasco Parra Sáez Moya Bravo Rivera Gallardo Soler Silva Esteban
	Pardo Franco Rivas Lara Merino Espinosa Camacho Mendoza Vera Ríos Izquierdo Arroyo Casado Sierra Redondo Luque Montes Rey
	Carrillo Otero Segura Heredia Bernal Marcos Palacios Valero Vila Contreras Macías Pereira Guerra Exposito Beltrán Robles
	Bueno Miranda Varela Villar Roldán Benito Quintana Guillén Aguado Rosa Andrés Salazar Trujillo Menéndez Acosta Mateo Manzano
	Rivero Plaza Avila Escudero Galán Santamaría Aranda Conde Miguel Guzmán Paredes Padilla Blázquez Estévez Rueda Gracia
	Salas Serra Zamora Bermúdez Roca Tomás Maldonado Bermejo Casas Asensio Pons Puig Abad""",
	cities="""Madrid Barcelona:Barna,BCN Valencia:València Sevilla:Seville Zaragoza:Saragossa Málaga Buenos_Aires:CABA Bogotá Murcia
	Palma:Palma_de_Mallorca Bilbao:Bilbo Alicante:Alacant Córdoba:Cordova Valladolid Vigo Gijón:Xixón Granada Elche:Elx Oviedo Cartagena
	Jerez:Jerez_de_la_Frontera Pamplona:Iruña Almería San_Sebastián:Donostia Burgos Albacete Santander Castellón Logroño Badajoz Salamanca
	Huelva Lleida:Lérida Tarragona León Cádiz Jaén Girona:Gerona Lugo Cáceres Toledo Melilla Ceuta Medellín Rosario Lima
	Santiago Quito Segovia Ávila Cuenca Soria Teruel Zamora""",
	mail='gmail.com hotmail.com yahoo.es hotmail.es outlook.es telefonica.net icloud.com terra.es outlook.com live.com',
	phone='+34', tld='es',
	tail='Al Ar Az Bal Bar Be Bel Bo Bus Cal Cam Can Car Cas Ce Cer Cor Cu Do E Es Fa Fi Fon Ga Gal Gar Go Gra Gua Gui Ha He '
	'Ho I Iz Jo La Lan Le Lu Ma Man Mar Me Mon Mos Na O Or Pa Pe Pi Po Que Ra Ri Ro Sa Sal San Se So Ta Te To U Va Ve Vi '
	'Ya Za Zu/be bi ca co cha da de di ga gui la lla lo ma me na no qui ra re ri sa ta te to va za/bar beitia ces chea dal '
	'dero do gui gorri les lla llo losa mendi nal nares ndez ño ñas ral res rio rra rro sa tegui varría vedo zábal zo')

# How many of hundred people, and who.
CULTURES = ((32, ENGLISH), (22, ITALIAN), (16, GERMAN), (15, FRENCH), (15, SPANISH))

# Words of e-mail addresses and handles that say nothing of a name.
WORDS = """sun moon star wolf tiger rock blue red black white gold silver magic happy crazy lucky sweet dark wild free super
ninja pixel turbo metal music dance travel photo art coffee pizza wine chef runner biker surf ski yoga football soccer tennis
gamer coder dreamer hunter rider king queen boss lady princess angel devil dragon eagle falcon fox bear lion panda cat dog
bunny rose lily daisy cherry lemon mango river ocean beach island mountain forest winter summer spring rain storm thunder
fire ice shadow ghost spirit soul heart love peace hope dream world life style fashion beauty vintage retro future cosmic
luna sole mare cielo vita amore bella bello dolce nero rosso azul verde loco vida fiesta playa chico chica nacht licht stern
berg wolke sonne katze hund bonjour soleil etoile papillon petit""".split()

COMPANIES = """nova alpha delta omega inter euro global techno data media info pro net eco bio agri auto aero medi pharma fin
log trans metal chem build plan form vision solar energo aqua terra urban micro macro smart next prime core link grid
point line tron soft ware lab works group systems partners consult service trade tek matic dyn gen plex""".split()
